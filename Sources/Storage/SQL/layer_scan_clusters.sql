SELECT s.id, s.geom, s.run, r.valid_from, r.valid_to, s.rank, s.rate, s.llr, s.p, s.gumbel_p,
  s.observed, s.expected, s.relative_risk, s.recurrence_days, s.window_from, s.window_to,
  s.radius_m, s.centre, s.units, s.members, r.time_basis, r.stage, r.synthetic
FROM scan_cluster s JOIN run r ON r.id = s.run
WHERE s.run = $5
ORDER BY s.rank
