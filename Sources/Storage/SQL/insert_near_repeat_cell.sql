INSERT INTO near_repeat_cell (
  run, distance_band, time_band, distance, time, observed, expected, mean, median, factor, p,
  poisson_p)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
