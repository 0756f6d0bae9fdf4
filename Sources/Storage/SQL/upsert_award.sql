INSERT INTO award (
  number, unit, colour, level, evidence, issued_on, valid_to, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (number) DO UPDATE SET
  unit = excluded.unit, colour = excluded.colour, level = excluded.level,
  evidence = excluded.evidence, issued_on = excluded.issued_on, valid_to = excluded.valid_to,
  synthetic = excluded.synthetic, import = excluded.import
WHERE (
  award.unit, award.colour, award.level, award.evidence, award.issued_on, award.valid_to,
  award.synthetic)
  IS DISTINCT FROM (
  excluded.unit, excluded.colour, excluded.level, excluded.evidence, excluded.issued_on,
  excluded.valid_to, excluded.synthetic)
