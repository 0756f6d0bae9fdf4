SELECT g.id, g.geom, h.run, g.code, g.support, g.name, r.valid_from, r.valid_to, h.count,
  h.exposure, h.rate, h.smoothed_rate, h.z, h.p, h.q, h.class, h.statistic, h.draws, h.neighbours,
  h.moran_i, h.score, h.lag, h.quadrant, h.lisa, h.with_count, h.with_rate, r.time_basis, r.stage,
  r.synthetic
FROM hotspot h JOIN run r ON r.id = h.run JOIN grid g ON g.id = h.grid
WHERE h.run = $5 AND ($1 = '' OR substr(g.code, 1, length($1)) = $1)
ORDER BY g.code
