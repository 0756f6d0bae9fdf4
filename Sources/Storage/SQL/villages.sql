SELECT code, name, population, households, synthetic, geom
FROM village
WHERE kind = 'village' AND substr(code, 1, length($1)) = $1
ORDER BY code
