SELECT c.id, c.geom, c.run, c.footprint, c.unit, c.level, c.name, c.inside_share, c.households,
  c.people, c.value_yuan, c.sum_insured, c.sum_uninsured, c.sum_unknown, c.wind_ms, c.sheltered_wind_ms,
  c.damage_share, c.loss_ground_up, c.loss_insured, c.loss_uninsured, c.loss_unknown, c.contribution,
  c.loss_a_year, c.low, c.high, c.class,
  r.valid_from, r.valid_to, r.synthetic
FROM exposure_unit c JOIN run r ON r.id = c.run
WHERE c.run = $5 AND ($1 = '' OR substr(c.unit, 1, length($1)) = $1)
ORDER BY c.footprint, c.unit
