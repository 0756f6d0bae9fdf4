SELECT s.id, NULL, s.run, s.number, s.unit, s.name, s.month, s.rule, s.name_zh, s.name_en,
  s.colour, s.given_on, s.last_held, s.expires_on, s.ended_on, s.ended_by, s.renews, s.count,
  s.exposure, s.rate, s.smoothed_rate, s.low, s.high, s.rank_low, s.rank_high, s.ranked,
  s.evidence, s.decided_by, s.rules, s.rules_version, s.rules_digest, s.why_zh, s.why_en,
  r.synthetic
FROM unit_record s JOIN run r ON r.id = s.run
WHERE s.run = $5 AND ($1 = '' OR substr(s.unit, 1, length($1)) = $1)
ORDER BY s.number
