INSERT INTO cluster (run, cluster, n, first_day, last_day, change, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7)
