SELECT id, x, y, coalesce(grid, 0) FROM incident WHERE x IS NOT NULL ORDER BY id
