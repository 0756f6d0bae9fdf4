INSERT INTO density_unit (run, unit, level, name, value, band, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7)
