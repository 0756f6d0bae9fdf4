INSERT INTO policy (
  number, scheme, insured_kind, unit, units, sum_insured_fen, premium_fen, paid_by, period_from,
  period_to, grid, village, zone, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (number) DO UPDATE SET
  scheme = excluded.scheme, insured_kind = excluded.insured_kind, unit = excluded.unit,
  units = excluded.units, sum_insured_fen = excluded.sum_insured_fen,
  premium_fen = excluded.premium_fen, paid_by = excluded.paid_by,
  period_from = excluded.period_from, period_to = excluded.period_to, grid = excluded.grid,
  village = excluded.village, zone = excluded.zone, synthetic = excluded.synthetic,
  import = excluded.import
WHERE (
  policy.scheme, policy.insured_kind, policy.unit, policy.units, policy.sum_insured_fen,
  policy.premium_fen, policy.paid_by, policy.period_from, policy.period_to, policy.grid,
  policy.village, policy.zone, policy.synthetic)
  IS DISTINCT FROM (
  excluded.scheme, excluded.insured_kind, excluded.unit, excluded.units, excluded.sum_insured_fen,
  excluded.premium_fen, excluded.paid_by, excluded.period_from, excluded.period_to, excluded.grid,
  excluded.village, excluded.zone, excluded.synthetic)
