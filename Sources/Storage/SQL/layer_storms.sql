SELECT id, geom, code, season, max_wind_kt, min_pressure_hpa, synthetic
FROM storm
ORDER BY code
