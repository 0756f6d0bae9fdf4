SELECT id, geom, code, name, kind, population, households, workers, staff, area_m2, valid_from,
  valid_to, version, synthetic
FROM grid
WHERE support = 'grid' AND is_current = 1 AND substr(code, 1, length($1)) = $1
ORDER BY code
