INSERT INTO limit_forecast (
  run, scheme, policy, period_from, period_to, limit_fen, used_fen, used_share, claims, largest_fen,
  event_share, claims_per_year, tail_exponent, years, p_exhausted, exhausted_low, exhausted_mid,
  exhausted_high, expected_yuan, low_yuan, high_yuan, refusal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22)
