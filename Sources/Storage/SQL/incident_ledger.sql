SELECT i.day, i.category, coalesce(g.code, i.place_code, ''), coalesce(i.status, ''),
  coalesce(i.reported_day, i.day), i.location_precision, i.x, i.y, coalesce(i.grid, 0),
  i.synthetic
FROM incident i LEFT JOIN grid g ON g.id = i.grid
WHERE i.day BETWEEN $1 AND $2
  AND ($3 = '' OR substr(coalesce(g.code, i.place_code), 1, length($3)) = $3)
  AND ($4 = '' OR replace($4, '|' || i.category || '|', '') <> $4)
ORDER BY i.source, i.source_id
