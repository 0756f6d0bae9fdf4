SELECT t.id, NULL, t.run, r.valid_from, r.valid_to, t.statistic, t.units, t.value, t.expected,
  t.variance, t.z, t.normal_p, t.p, t.draws, t.class, t.refusal, r.time_basis, r.stage,
  r.synthetic
FROM autocorrelation_test t JOIN run r ON r.id = t.run
WHERE t.run = $5
ORDER BY t.id
