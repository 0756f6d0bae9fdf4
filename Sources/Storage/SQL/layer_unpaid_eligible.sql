SELECT u.id, u.geom, u.run, u.unit, u.level, u.name, r.valid_from, r.valid_to, u.scheme, u.count,
  u.unpaid_class, u.eligible, u.claimed, u.waiting, u.undecided, u.due_fen / 100.0, u.due_unknown,
  r.synthetic
FROM unpaid_unit u JOIN run r ON r.id = u.run
WHERE u.run = $5 AND ($1 = '' OR substr(u.unit, 1, length($1)) = $1)
ORDER BY u.unit
