INSERT INTO unit_record (
  run, number, unit, name, month, rule, name_zh, name_en, colour, given_on, last_held,
  expires_on, ended_on, ended_by, renews, count, exposure, rate, smoothed_rate, low, high,
  rank_low, rank_high, ranked, evidence, decided_by, rules, rules_version, rules_digest, why_zh,
  why_en)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
