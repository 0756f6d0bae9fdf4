-- What a bulk load names and the store does not have: nothing, or the load is refused. Each grid is
-- looked up once, by a walk from one to the next in the index.
WITH RECURSIVE named (grid) AS (
  SELECT min(grid) FROM incident
  UNION ALL
  SELECT (SELECT min(i.grid) FROM incident i WHERE i.grid > named.grid)
  FROM named WHERE named.grid IS NOT NULL
)
SELECT 'an incident names grid ' || grid || ', which is not there'
FROM named WHERE grid IS NOT NULL AND grid NOT IN (SELECT id FROM grid)
UNION ALL
SELECT 'a distance names grid ' || grid || ', which is not there'
FROM near_grid WHERE grid NOT IN (SELECT id FROM grid)
UNION ALL
SELECT 'an incident names import ' || import || ', which is not there'
FROM incident
WHERE id = (SELECT max(id) FROM incident) AND import NOT IN (SELECT id FROM import)
UNION ALL
SELECT 'a status names incident ' || incident || ', which is not there'
FROM incident_status
WHERE incident > (SELECT max(id) FROM incident) OR incident < (SELECT min(id) FROM incident)
LIMIT 1
