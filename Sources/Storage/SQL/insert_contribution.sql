INSERT INTO unit_score_part (
  run, unit, indicator, name_zh, name_en, count, exposure, raw, value, scaled, weight,
  contribution, lost)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
