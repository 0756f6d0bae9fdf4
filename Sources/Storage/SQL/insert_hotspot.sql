INSERT INTO hotspot (
  run, grid, count, exposure, rate, z, p, q, class, statistic, draws, neighbours, smoothed_rate,
  moran_i, score, lag, quadrant, lisa, with_count, with_rate)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
