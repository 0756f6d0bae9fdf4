INSERT INTO scan_cluster (
  run, rank, rate, llr, p, gumbel_p, observed, expected, relative_risk, recurrence_days,
  window_from, window_to, radius_m, centre, units, members, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
