SELECT id, geom, code, station, place_code, bearing_deg, angle_deg, range_m, height_m, online,
  installed_on, removed_on, synthetic
FROM camera
WHERE ($1 = '' OR substr(place_code, 1, length($1)) = $1)
ORDER BY code
