SELECT g.id, g.geom, e.run, g.code, g.support, g.name, r.valid_from, r.valid_to, e.count, e.class,
  e.rule, e.bins, e.opposite_bins, e.since, e.bin_count, e.step_days, e.hot_bins, e.cold_bins,
  e.unresolved_bins, e.trend, e.trend_z, e.trend_p, e.tau, e.slope, e.z, e.p, e.q, r.time_basis,
  r.stage, r.synthetic
FROM emerging_unit e JOIN run r ON r.id = e.run JOIN grid g ON g.id = e.grid
WHERE e.run = $5 AND ($1 = '' OR substr(g.code, 1, length($1)) = $1)
ORDER BY g.code
