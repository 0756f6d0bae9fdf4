SELECT i.id, i.occurred_from, coalesce(i.occurred_to, i.occurred_from)
FROM incident i LEFT JOIN grid g ON g.id = i.grid
WHERE i.day BETWEEN $1 AND $2
  AND ($3 = '' OR replace($3, '|' || i.category || '|', '') <> $3)
  AND ($4 = '' OR substr(coalesce(g.code, i.place_code), 1, length($4)) = $4)
ORDER BY i.source, i.source_id
