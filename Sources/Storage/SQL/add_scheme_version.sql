INSERT INTO scheme (code, version, name, reference, valid_from, valid_to, synthetic)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code, version) DO UPDATE SET
  name = excluded.name, reference = excluded.reference, valid_from = excluded.valid_from,
  valid_to = excluded.valid_to, synthetic = excluded.synthetic
