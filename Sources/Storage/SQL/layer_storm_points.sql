SELECT id, geom, storm, at, agency, wind_kt, pressure_hpa, max_wind_radius_km, gale_radius_km,
  synthetic
FROM storm_point
ORDER BY storm, at, agency NULLS FIRST
