INSERT INTO hotspot (run, grid, count, exposure, rate, z, p, q, class, statistic, draws)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
