INSERT INTO scheme_use (
  run, scheme, unit, level, name, week, reported, filed, clock, claimed, paid, refused, eligible,
  waiting, undecided, not_eligible, unclaimed, double_paid, promise_kept, promise_broken,
  promise_open, paid_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22)
