SELECT h.id, NULL, h.run, r.valid_from, r.valid_to, h.weekday, h.hour, h.weight, r.time_basis,
  r.stage, r.synthetic
FROM aoristic_hour h JOIN run r ON r.id = h.run
WHERE h.run = $5
ORDER BY h.weekday, h.hour
