SELECT c.id, NULL, c.run, c.unit, c.indicator, c.name_zh, c.name_en, r.valid_from, r.valid_to,
  c.count, c.exposure, c.raw, c.value, c.scaled, c.weight, c.contribution, c.lost, r.synthetic
FROM unit_score_part c JOIN run r ON r.id = c.run
WHERE c.run = $5 AND ($1 = '' OR substr(c.unit, 1, length($1)) = $1)
ORDER BY c.unit, c.id
