SELECT id, source, source_id, category, occurred_from, coalesce(occurred_to, occurred_from), x, y,
  CASE WHEN import = $1 THEN 1 ELSE 0 END
FROM incident
WHERE day BETWEEN $2 AND $3 AND x IS NOT NULL AND location_precision IN ('exact', 'street')
ORDER BY id
