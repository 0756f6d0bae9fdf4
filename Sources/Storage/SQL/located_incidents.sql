SELECT id, geom, coalesce(grid, 0), x, y FROM incident WHERE geom IS NOT NULL ORDER BY id
