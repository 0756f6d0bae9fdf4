INSERT INTO exposure_unit (
  run, footprint, unit, level, name, inside_share, households, people, value_yuan, sum_insured,
  sum_uninsured, wind_ms, sheltered_wind_ms, damage_share, loss_ground_up, loss_insured,
  loss_uninsured, contribution, class, geom, sum_unknown, loss_unknown, loss_a_year,
  low, high)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25)
