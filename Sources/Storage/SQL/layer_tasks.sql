SELECT id, NULL, number, kind, source_kind, source_item, place_code, lead_unit, issued_on,
  deadline, status, status_at, result, synthetic
FROM task
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY number
