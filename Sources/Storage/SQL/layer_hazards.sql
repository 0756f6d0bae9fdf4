SELECT id, geom, code, kind, severity, found_on, place_code, lead_unit, deadline, status,
  fixed_on, rain_threshold_mm, synthetic
FROM hazard
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY code
