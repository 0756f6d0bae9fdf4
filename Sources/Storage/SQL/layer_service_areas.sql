SELECT id, geom, code, name, station, kind, minutes, valid_from, valid_to, synthetic
FROM service_area
WHERE substr(code, 1, length($1)) = $1
ORDER BY code
