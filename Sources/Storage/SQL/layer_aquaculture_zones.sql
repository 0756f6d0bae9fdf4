SELECT id, geom, code, name, species, unit, quantity, workers, licence, licence_area_mu,
  prohibited, unit_value_fen / 100.0, synthetic
FROM aquaculture_zone
WHERE substr(code, 1, length($1)) = $1
ORDER BY code
