INSERT INTO autocorrelation_test (
  run, statistic, units, value, expected, variance, z, normal_p, p, draws, class, refusal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
