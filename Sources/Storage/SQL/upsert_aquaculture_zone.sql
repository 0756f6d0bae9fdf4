INSERT INTO aquaculture_zone (
  code, name, species, unit, quantity, workers, licence, licence_area_mu, prohibited,
  unit_value_fen, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, species = excluded.species, unit = excluded.unit,
  quantity = excluded.quantity, workers = excluded.workers, licence = excluded.licence,
  licence_area_mu = excluded.licence_area_mu, prohibited = excluded.prohibited,
  unit_value_fen = excluded.unit_value_fen, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  aquaculture_zone.name, aquaculture_zone.species, aquaculture_zone.unit,
  aquaculture_zone.quantity, aquaculture_zone.workers, aquaculture_zone.licence,
  aquaculture_zone.licence_area_mu, aquaculture_zone.prohibited, aquaculture_zone.unit_value_fen,
  aquaculture_zone.synthetic, aquaculture_zone.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.species, excluded.unit, excluded.quantity, excluded.workers,
  excluded.licence, excluded.licence_area_mu, excluded.prohibited, excluded.unit_value_fen,
  excluded.synthetic, excluded.geom)
