-- Reduced by part: so the shards do it, and not the coordinator row by row.
SELECT min(first), max(last), max(known), coalesce(sum(n), 0)::bigint, max(synthetic)
FROM (
  SELECT area, min(day) AS first, max(day) AS last, max(coalesce(reported_day, day)) AS known,
    count(*) AS n, max(synthetic) AS synthetic
  FROM incident GROUP BY area) parts
