SELECT c.id, c.geom, c.run, c.unit, c.zones, c.storms, c.loss_and_pay, c.loss_no_pay, c.pay_no_loss,
  c.neither, c.no_pay_given_loss, c.low, c.high, c.loss_not_paid, c.moved_loss_no_pay,
  c.moved_no_pay_given_loss, c.class, r.valid_from, r.valid_to, r.synthetic
FROM basis_segment c JOIN run r ON r.id = c.run
WHERE c.run = $5 AND ($1 = '' OR substr(c.unit, 1, length($1)) = $1)
ORDER BY c.unit
