INSERT INTO village (
  code, name, kind, parent, population, households, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, kind = excluded.kind, parent = excluded.parent,
  population = excluded.population, households = excluded.households,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  village.name, village.kind, village.parent, village.population, village.households,
  village.synthetic, village.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.kind, excluded.parent, excluded.population, excluded.households,
  excluded.synthetic, excluded.geom)
