INSERT INTO unit_standing_month (
  run, unit, name, month, class, red, yellow, black, listed, given, ended, count, exposure,
  rate, smoothed_rate, low, high, rank_low, rank_high, ranked)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
