-- By the keys' order. The days stay bare here, so that other years are left alone.
SELECT i.id, i.geom, i.source_id, i.source, i.category, i.subcategory, i.occurred_from,
  i.occurred_to, i.reported_at, i.place_code, i.location_precision, i.severity,
  i.loss_fen / 100.0, i.deaths, i.injuries, i.status, i.status_at, g.code,
  CASE WHEN i.grid IS NOT NULL THEN coalesce(n.distance_m, 0.0::double precision) END, i.synthetic
FROM incident i LEFT JOIN grid g ON g.id = i.grid
  LEFT JOIN near_grid n ON n.grid = i.grid AND n.x = i.x AND n.y = i.y
WHERE ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
  AND i.day BETWEEN $2 AND $3
  AND ($4 = '' OR replace($4, '|' || i.category || '|', '') <> $4)
ORDER BY i.id
