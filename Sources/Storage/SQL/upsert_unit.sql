INSERT INTO unit (
  code, level, name, parent, valid_from, valid_to, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (code, coalesce(valid_from, -2147483648)) DO UPDATE SET
  level = excluded.level, name = excluded.name, parent = excluded.parent,
  valid_to = excluded.valid_to, synthetic = excluded.synthetic, import = excluded.import,
  geom = excluded.geom
WHERE (
  unit.level, unit.name, unit.parent, unit.valid_to, unit.synthetic, unit.geom)
  IS DISTINCT FROM (
  excluded.level, excluded.name, excluded.parent, excluded.valid_to, excluded.synthetic,
  excluded.geom)
