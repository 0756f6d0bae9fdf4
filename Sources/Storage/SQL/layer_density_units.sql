SELECT u.id, u.geom, u.run, u.unit, u.level, u.name, r.valid_from, r.valid_to, u.value, u.band,
  r.time_basis, r.stage, r.synthetic
FROM density_unit u JOIN run r ON r.id = u.run
WHERE u.run = $5 AND ($1 = '' OR substr(u.unit, 1, length($1)) = $1)
ORDER BY u.unit
