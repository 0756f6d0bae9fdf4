SELECT id, geom, code, name, kind, place_code, staff, opened_on, closed_on, synthetic
FROM station
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY code
