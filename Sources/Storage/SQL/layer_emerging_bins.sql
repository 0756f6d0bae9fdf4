SELECT b.id, NULL, b.run, g.code, g.support, g.name, b.first_day, b.last_day, b.count, b.z, b.p,
  b.q, b.class, r.time_basis, r.stage, r.synthetic
FROM emerging_bin b JOIN run r ON r.id = b.run JOIN grid g ON g.id = b.grid
WHERE b.run = $5 AND ($1 = '' OR substr(g.code, 1, length($1)) = $1)
ORDER BY g.code, b.first_day
