INSERT INTO emerging_unit (
  run, grid, count, class, rule, bins, opposite_bins, since, bin_count, step_days, hot_bins,
  cold_bins, unresolved_bins, trend, trend_z, trend_p, tau, slope, z, p, q)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
