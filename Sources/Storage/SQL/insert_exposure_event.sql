INSERT INTO exposure_event (
  run, footprint, season, rank, strongest_wind_ms, places, loss_ground_up, loss_insured,
  loss_uninsured, uninsured_share, rate, annual_probability, return_period_years, worst_unit,
  exceeds_limit, geom, loss_unknown)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
