SELECT id, geom, code, name, kind, parent, population, households, synthetic
FROM village
WHERE substr(code, 1, length($1)) = $1
ORDER BY code
