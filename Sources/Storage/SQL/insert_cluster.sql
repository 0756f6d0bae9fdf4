INSERT INTO cluster (
  run, cluster, n, first_day, last_day, since_day, change, n_before, origins, merged_into, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
