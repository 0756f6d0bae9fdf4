-- Counted by part: so the shards do it, and not the coordinator row by row. Each line takes the place
-- of the one in layer_counts.sql that begins like it.
UNION ALL SELECT 'incidents', coalesce(sum(n), 0)::bigint FROM (SELECT area, count(*) AS n FROM incident GROUP BY area) parts
UNION ALL SELECT 'evidence', coalesce(sum(n), 0)::bigint FROM (SELECT shard, count(*) AS n FROM incident_evidence GROUP BY shard) parts
UNION ALL SELECT 'links', coalesce(sum(n), 0)::bigint FROM (SELECT shard, count(*) AS n FROM incident_link GROUP BY shard) parts
UNION ALL SELECT 'resolutions', coalesce(sum(n), 0)::bigint FROM (SELECT shard, count(*) AS n FROM resolution GROUP BY shard) parts
UNION ALL SELECT 'policies', coalesce(sum(n), 0)::bigint FROM (SELECT area, count(*) AS n FROM policy GROUP BY area) parts
UNION ALL SELECT 'claims', coalesce(sum(n), 0)::bigint FROM (SELECT area, count(*) AS n FROM claim GROUP BY area) parts
