INSERT INTO unit (code, name, level, parent, valid_from, valid_to, synthetic, import, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (code, coalesce(valid_from, -2147483648)) DO UPDATE SET
  name = excluded.name, level = excluded.level, parent = excluded.parent,
  valid_to = excluded.valid_to, synthetic = excluded.synthetic, import = excluded.import,
  geom = excluded.geom
WHERE (unit.name, unit.level, unit.parent, unit.valid_to, unit.synthetic, unit.geom)
  IS DISTINCT FROM
  (excluded.name, excluded.level, excluded.parent, excluded.valid_to, excluded.synthetic,
    excluded.geom)
