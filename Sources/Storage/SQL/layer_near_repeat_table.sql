SELECT t.id, NULL, t.run, r.valid_from, r.valid_to, t.distance_band, t.time_band, t.distance,
  t.time, t.observed, t.expected, t.mean, t.median, t.factor, t.p, t.poisson_p, r.time_basis,
  r.stage, r.synthetic
FROM near_repeat_cell t JOIN run r ON r.id = t.run
WHERE t.run = $5
ORDER BY t.distance_band, t.time_band
