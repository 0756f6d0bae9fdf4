WITH kept AS (SELECT unnest($1::text::integer[]) AS n), gone AS (
  DELETE FROM incident_step_stage WHERE n NOT IN (SELECT n FROM kept)
)
DELETE FROM incident_stage WHERE n NOT IN (SELECT n FROM kept)
