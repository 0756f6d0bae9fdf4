SELECT s.id, NULL, s.run, s.record, s.unit, s.kind, s.category, s.reference, s.day, s.value,
  r.synthetic
FROM unit_record_evidence s JOIN run r ON r.id = s.run
WHERE s.run = $5 AND ($1 = '' OR substr(s.unit, 1, length($1)) = $1)
ORDER BY s.record, s.kind, s.reference
