INSERT INTO subsidy_zone (
  run, unit, level, name, scheme, town, label, measure, proposed, reason, subsidy_level,
  subsidy_share, uninsured_before, uninsured_after, penetration_before, penetration_after,
  loss_before, loss_after, cost_yuan, greedy_cost_yuan, class, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
  $20, $21, $22)
