INSERT INTO near_repeat_zone (
  run, incident, from_day, until_day, inner_radius_m, radius_m, factor, p, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
