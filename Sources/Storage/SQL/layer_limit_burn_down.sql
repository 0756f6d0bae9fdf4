SELECT l.id, NULL, l.run, r.valid_from, r.valid_to, l.scheme, l.policy, l.period_from,
  l.period_to, l.limit_fen / 100.0, l.used_fen / 100.0, l.used_share, l.claims,
  l.largest_fen / 100.0, l.event_share, l.claims_per_year, l.tail_exponent, l.years,
  l.p_exhausted, l.exhausted_low, l.exhausted_mid, l.exhausted_high, l.expected_yuan, l.low_yuan,
  l.high_yuan, l.refusal, r.synthetic
FROM limit_forecast l JOIN run r ON r.id = l.run
WHERE l.run = $5
ORDER BY l.scheme, l.policy
