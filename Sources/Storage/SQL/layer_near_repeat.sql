SELECT z.id, z.geom, z.run, r.valid_from, r.valid_to, i.source, i.source_id, i.category,
  z.from_day, z.until_day, z.inner_radius_m, z.radius_m, z.factor, z.p, r.time_basis, r.stage,
  r.synthetic
FROM near_repeat_zone z JOIN run r ON r.id = z.run
  JOIN incident i ON i.id = z.incident LEFT JOIN grid g ON g.id = i.grid
WHERE z.run = $5 AND ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id, z.from_day, z.radius_m
