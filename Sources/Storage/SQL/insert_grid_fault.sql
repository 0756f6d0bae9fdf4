INSERT INTO grid_fault (id, kind, grids, area_m2, width_m, geom) VALUES ($1, $2, $3, $4, $5, $6)
