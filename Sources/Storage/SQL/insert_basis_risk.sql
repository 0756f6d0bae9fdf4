INSERT INTO basis_segment (
  run, unit, zones, storms, loss_and_pay, loss_no_pay, pay_no_loss, neither, no_pay_given_loss, low,
  high, loss_not_paid, moved_loss_no_pay, moved_no_pay_given_loss, class, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
