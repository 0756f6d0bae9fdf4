SELECT number, coalesce(scheme, ''), insured_kind, unit, units, sum_insured_fen, premium_fen,
  period_from, period_to, coalesce(grid, village, ''), zone
FROM policy
ORDER BY number
