SELECT c.id, c.geom, c.run, c.unit, c.level, c.name, c.scheme, c.town, c.label, c.measure,
  c.proposed, c.reason, c.subsidy_level, c.subsidy_share, c.uninsured_before, c.uninsured_after,
  c.penetration_before, c.penetration_after, c.loss_before, c.loss_after, c.cost_yuan,
  c.greedy_cost_yuan, c.class, r.valid_from, r.valid_to, r.synthetic
FROM subsidy_zone c JOIN run r ON r.id = c.run
WHERE c.run = $5 AND ($1 = '' OR substr(c.unit, 1, length($1)) = $1)
ORDER BY c.unit
