SELECT u.id, NULL, u.run, r.valid_from, r.valid_to, u.scheme, u.unit, u.level, u.name, u.week,
  u.reported, u.filed, u.clock, u.claimed, u.paid, u.refused, u.eligible, u.waiting, u.undecided,
  u.not_eligible, u.unclaimed, u.double_paid, u.promise_kept, u.promise_broken, u.promise_open,
  u.paid_fen / 100.0, r.synthetic
FROM scheme_use u JOIN run r ON r.id = u.run
WHERE u.run = $5 AND ($1 = '' OR substr(u.unit, 1, length($1)) = $1)
ORDER BY u.scheme, u.unit, u.week
