-- Reduced by part, and in words that a shard is sent (coalesce is not): so the shards do it, and not
-- the coordinator row by row.
SELECT min(first), max(last), max(greatest(reported, unreported)), coalesce(sum(n), 0)::bigint,
  max(synthetic)
FROM (
  SELECT area, min(day) AS first, max(day) AS last, max(reported_day) AS reported,
    max(day) FILTER (WHERE reported_day IS NULL) AS unreported, count(*) AS n,
    max(synthetic) AS synthetic
  FROM incident GROUP BY area) parts
