SELECT id, NULL, number, scheme, insured_kind, unit, units, sum_insured_fen / 100.0,
  premium_fen / 100.0, paid_by, period_from, period_to, grid, village, zone, synthetic
FROM policy
WHERE ($1 = '' OR substr(coalesce(grid, village, zone), 1, length($1)) = $1)
ORDER BY number
