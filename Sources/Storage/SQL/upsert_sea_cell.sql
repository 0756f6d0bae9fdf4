INSERT INTO sea_cell (
  code, name, station, floating_population, vessels, workers, counted_on, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, station = excluded.station,
  floating_population = excluded.floating_population, vessels = excluded.vessels,
  workers = excluded.workers, counted_on = excluded.counted_on, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  sea_cell.name, sea_cell.station, sea_cell.floating_population, sea_cell.vessels,
  sea_cell.workers, sea_cell.counted_on, sea_cell.synthetic, sea_cell.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.station, excluded.floating_population, excluded.vessels,
  excluded.workers, excluded.counted_on, excluded.synthetic, excluded.geom)
