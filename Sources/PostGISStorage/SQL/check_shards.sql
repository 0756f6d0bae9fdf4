-- An incident belongs to one shard: it can come to two when it moved to another county while the
-- first was away.
SELECT 'incident ' || source || '/' || source_id || ' lies in ' || string_agg(area, ' and ' ORDER BY area)
  || ' on several shards; undo the later import' AS fault
FROM incident
GROUP BY source, source_id HAVING count(*) > 1
LIMIT 50
