INSERT INTO unit_record_evidence (
  run, record, unit, kind, category, reference, day, value)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8)
