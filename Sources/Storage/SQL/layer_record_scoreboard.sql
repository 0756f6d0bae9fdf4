SELECT s.id, s.geom, s.run, s.unit, s.level, s.name, r.valid_from, r.valid_to, s.class, s.red,
  s.yellow, s.black, s.listed, s.listed_until, s.rules_zh, s.rules_en, s.award_red,
  s.award_yellow, s.award_black, s.count, s.exposure, s.rate, s.smoothed_rate, s.low, s.high,
  s.rank_low, s.rank_high, s.ranked, s.too_few, s.why_zh, s.why_en, r.time_basis, r.stage,
  r.synthetic
FROM unit_standing s JOIN run r ON r.id = s.run
WHERE s.run = $5 AND ($1 = '' OR substr(s.unit, 1, length($1)) = $1)
ORDER BY s.unit
