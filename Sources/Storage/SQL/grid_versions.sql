SELECT g.id, g.version, g.valid_from, g.valid_to, g.is_current, g.geom,
  CASE WHEN EXISTS (SELECT 1 FROM hotspot h WHERE h.grid = g.id)
    OR EXISTS (SELECT 1 FROM emerging_unit e WHERE e.grid = g.id) THEN 1 ELSE 0 END
FROM grid g
WHERE g.support = $2 AND g.code = $1
ORDER BY g.version
