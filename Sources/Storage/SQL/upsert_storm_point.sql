INSERT INTO storm_point (
  storm, at, agency, wind_kt, pressure_hpa, max_wind_radius_km, gale_radius_km, synthetic, import,
  geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (storm, at, coalesce(agency, '')) DO UPDATE SET
  wind_kt = excluded.wind_kt, pressure_hpa = excluded.pressure_hpa,
  max_wind_radius_km = excluded.max_wind_radius_km, gale_radius_km = excluded.gale_radius_km,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  storm_point.wind_kt, storm_point.pressure_hpa, storm_point.max_wind_radius_km,
  storm_point.gale_radius_km, storm_point.synthetic, storm_point.geom)
  IS DISTINCT FROM (
  excluded.wind_kt, excluded.pressure_hpa, excluded.max_wind_radius_km, excluded.gale_radius_km,
  excluded.synthetic, excluded.geom)
