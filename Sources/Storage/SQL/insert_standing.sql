INSERT INTO unit_standing (
  run, unit, level, name, class, red, yellow, black, listed, listed_until, rules_zh, rules_en,
  award_red, award_yellow, award_black, count, exposure, rate, smoothed_rate, low, high,
  rank_low, rank_high, ranked, too_few, why_zh, why_en, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28)
