INSERT INTO emerging_bin (run, grid, first_day, last_day, count, z, p, q, class)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
