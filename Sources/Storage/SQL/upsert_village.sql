INSERT INTO village (
  code, name, population, households, synthetic, import, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, population = excluded.population, households = excluded.households,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  village.name, village.population, village.households, village.synthetic, village.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.population, excluded.households, excluded.synthetic, excluded.geom)
