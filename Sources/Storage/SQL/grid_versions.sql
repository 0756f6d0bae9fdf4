SELECT g.id, g.version, g.valid_from, g.valid_to, g.is_current, g.geom,
  CASE WHEN EXISTS (SELECT 1 FROM hotspot h WHERE h.grid = g.id) THEN 1 ELSE 0 END
FROM grid g
WHERE g.support = 'grid' AND g.code = $1
ORDER BY g.version
