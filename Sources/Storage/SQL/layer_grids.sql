SELECT id, geom, code, name, kind, population, households, workers, staff, area_m2, synthetic
FROM grid
WHERE support = 'grid' AND substr(code, 1, length($1)) = $1
ORDER BY code
