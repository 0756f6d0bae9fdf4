-- Incidents of some categories in grids, between two days, so that they can be named as evidence, each
-- with whether it took a life, hurt somebody, or cost something.
SELECT g.code, i.category, coalesce(i.subcategory, ''), i.source, i.source_id, i.day,
  CASE WHEN i.deaths > 0 THEN 1 ELSE 0 END, CASE WHEN i.injuries > 0 THEN 1 ELSE 0 END,
  CASE WHEN i.loss_fen > 0 THEN 1 ELSE 0 END
FROM incident i JOIN grid g ON g.id = i.grid
WHERE i.day BETWEEN $1 AND $2 AND replace($3, '|' || i.category || '|', '') <> $3
ORDER BY g.code, i.day, i.source, i.source_id
