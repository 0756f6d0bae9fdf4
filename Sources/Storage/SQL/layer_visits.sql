SELECT id, NULL, number, place_code, unit, visited_on, kind, households, outcome, synthetic
FROM visit
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY number
