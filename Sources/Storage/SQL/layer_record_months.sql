SELECT s.id, NULL, s.run, s.unit, s.name, s.month, s.class, s.red, s.yellow, s.black, s.listed,
  s.given, s.ended, s.count, s.exposure, s.rate, s.smoothed_rate, s.low, s.high, s.rank_low,
  s.rank_high, s.ranked, r.synthetic
FROM unit_standing_month s JOIN run r ON r.id = s.run
WHERE s.run = $5 AND ($1 = '' OR substr(s.unit, 1, length($1)) = $1)
ORDER BY s.unit, s.month
