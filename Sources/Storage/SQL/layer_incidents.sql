SELECT i.id, i.geom, i.source_id, i.source, i.category, i.subcategory, i.occurred_from,
  i.occurred_to, i.reported_at, i.place_code, i.location_precision, i.severity,
  i.loss_fen / 100.0, i.deaths, i.injuries, i.status, i.status_at, g.code, i.synthetic
FROM incident i LEFT JOIN grid g ON g.id = i.grid
WHERE ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
  AND i.day BETWEEN $2 AND $3
  AND ($4 = '' OR replace($4, '|' || i.category || '|', '') <> $4)
ORDER BY i.source, i.source_id
