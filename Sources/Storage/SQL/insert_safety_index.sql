INSERT INTO unit_score (
  run, unit, level, name, score, low, high, stars, rank_low, rank_high, class, change, change_p,
  why_zh, why_en, choice_rank, choice_rank_low, choice_rank_high, choice_stars, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
