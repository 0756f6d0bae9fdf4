SELECT id, NULL, number, hazard, place_code, inspected_on, unit, result, synthetic
FROM inspection
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY number
