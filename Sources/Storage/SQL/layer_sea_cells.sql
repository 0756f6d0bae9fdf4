SELECT id, geom, code, name, station, floating_population, vessels, workers, counted_on,
  synthetic
FROM sea_cell
WHERE substr(code, 1, length($1)) = $1
ORDER BY code
