INSERT INTO storm (
  code, season, max_wind_kt, min_pressure_hpa, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO UPDATE SET
  season = excluded.season, max_wind_kt = excluded.max_wind_kt,
  min_pressure_hpa = excluded.min_pressure_hpa, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  storm.season, storm.max_wind_kt, storm.min_pressure_hpa, storm.synthetic, storm.geom)
  IS DISTINCT FROM (
  excluded.season, excluded.max_wind_kt, excluded.min_pressure_hpa, excluded.synthetic,
  excluded.geom)
