INSERT INTO unpaid_unit (
  run, unit, level, name, scheme, count, eligible, claimed, waiting, undecided, due_fen,
  due_unknown, unpaid_class, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
