INSERT INTO near_grid (grid, x, y, distance_m) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
