INSERT INTO density_contour (run, level, part, value, share, n, area_m2, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
