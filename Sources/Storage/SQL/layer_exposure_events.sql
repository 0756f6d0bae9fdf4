SELECT c.id, c.geom, c.run, c.footprint, c.season, c.rank, c.strongest_wind_ms, c.places,
  c.loss_ground_up, c.loss_insured, c.loss_uninsured, c.loss_unknown, c.uninsured_share, c.rate,
  c.annual_probability, c.return_period_years, c.worst_unit, c.exceeds_limit, r.valid_from,
  r.valid_to, r.synthetic
FROM exposure_event c JOIN run r ON r.id = c.run
WHERE c.run = $5
ORDER BY c.rank, c.footprint
