-- What a bulk load does without until its end: every index of the table, and the triggers that look
-- at each point. First the statement that drops it, then the one that makes it again.
SELECT 'DROP ' || upper(type) || ' ' || name, sql
FROM sqlite_schema
WHERE tbl_name = 'incident' AND sql IS NOT NULL
  AND (type = 'index' OR (type = 'trigger' AND name IN (
    'ggi_incident_geom', 'ggu_incident_geom', 'gii_incident_geom', 'giu_incident_geom',
    'gid_incident_geom')))
ORDER BY type, rowid
