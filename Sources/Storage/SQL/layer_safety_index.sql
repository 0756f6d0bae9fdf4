SELECT s.id, s.geom, s.run, s.unit, s.level, s.name, r.valid_from, r.valid_to, s.score, s.low,
  s.high, s.stars, s.rank_low, s.rank_high, s.class, s.change, s.change_p, s.choice_rank,
  s.choice_rank_low, s.choice_rank_high, s.choice_stars, s.why_zh, s.why_en,
  r.time_basis, r.stage, r.synthetic
FROM unit_score s JOIN run r ON r.id = s.run
WHERE s.run = $5 AND ($1 = '' OR substr(s.unit, 1, length($1)) = $1)
ORDER BY s.unit
