INSERT INTO zone_value (
  zone, month, unit_value_fen, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5)
ON CONFLICT (zone, month) DO UPDATE SET
  unit_value_fen = excluded.unit_value_fen, synthetic = excluded.synthetic,
  import = excluded.import
WHERE (
  zone_value.unit_value_fen, zone_value.synthetic)
  IS DISTINCT FROM (
  excluded.unit_value_fen, excluded.synthetic)
