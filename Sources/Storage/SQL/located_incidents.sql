SELECT id, geom, coalesce(grid, 0) FROM incident WHERE geom IS NOT NULL ORDER BY id
