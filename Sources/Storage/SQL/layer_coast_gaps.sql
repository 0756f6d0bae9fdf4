SELECT c.id, c.geom, c.run, c.unit, c.level, c.name, c.scheme, c.measure, c.basis, c.exposure,
  c.insured, c.other_cover, c.gap, c.gap_no_policy, c.gap_under_limit, c.gap_excluded,
  c.gap_unknown, c.obligation, c.penetration, c.penetration_low, c.penetration_high,
  c.expected_uninsured_loss, c.low, c.high, c.policies, c.excess, c.class,
  c.attritional_loss, c.storm_loss, c.storm_low, c.storm_high, c.zones,
  c.exposure_class, c.length_m, r.valid_from, r.valid_to, r.synthetic
FROM coast_gap c JOIN run r ON r.id = c.run
WHERE c.run = $5 AND ($1 = '' OR substr(c.unit, 1, length($1)) = $1)
ORDER BY c.unit, c.measure
