SELECT id, geom, code, kind, town, length_m, exposure_class, synthetic
FROM coast_segment
WHERE $1 = '' OR substr(town, 1, length($1)) = $1
ORDER BY code
