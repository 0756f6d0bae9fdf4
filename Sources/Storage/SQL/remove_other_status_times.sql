DELETE FROM incident_status
WHERE status = $3 AND at <> $4
  AND incident = (SELECT id FROM incident WHERE source = $1 AND source_id = $2)
