-- What no constraint can say.
SELECT 'import ' || id || ' (' || file || '): its rows do not add up' AS fault
FROM import
WHERE rows_read <> rows_inserted + rows_updated + rows_unchanged + rows_rejected
UNION ALL
SELECT 'run ' || id || ' has no rows' FROM run
WHERE kind = 'hotspots' AND NOT EXISTS (SELECT 1 FROM hotspot h WHERE h.run = run.id)
UNION ALL
SELECT 'cluster ' || c.cluster || ' of run ' || c.run || ' says ' || c.n || ' incidents, '
  || count(m.id) || ' are members'
FROM cluster c LEFT JOIN cluster_member m ON m.run = c.run AND m.cluster = c.cluster
GROUP BY c.id HAVING count(m.id) <> c.n
UNION ALL
SELECT 'incident ' || i.source || '/' || i.source_id || ' and its key differ'
FROM incident i LEFT JOIN incident_key k ON k.id = i.id
WHERE (k.source, k.source_id, k.day) IS DISTINCT FROM (i.source, i.source_id, i.day)
UNION ALL
SELECT 'the key of ' || k.source || '/' || k.source_id || ' has no incident'
FROM incident_key k
WHERE NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = k.id AND i.day = k.day)
LIMIT 50
