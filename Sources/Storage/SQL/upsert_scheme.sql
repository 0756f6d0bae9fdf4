INSERT INTO scheme (
  code, version, name, reference, valid_from, valid_to, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (code, version) DO UPDATE SET
  name = excluded.name, reference = excluded.reference, valid_from = excluded.valid_from,
  valid_to = excluded.valid_to, synthetic = excluded.synthetic, import = excluded.import
WHERE (
  scheme.name, scheme.reference, scheme.valid_from, scheme.valid_to, scheme.synthetic)
  IS DISTINCT FROM (
  excluded.name, excluded.reference, excluded.valid_from, excluded.valid_to, excluded.synthetic)
