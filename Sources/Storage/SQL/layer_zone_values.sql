SELECT id, NULL, zone, month, unit_value_fen / 100.0, synthetic
FROM zone_value
WHERE ($1 = '' OR substr(zone, 1, length($1)) = $1)
ORDER BY zone, month
