SELECT i.id, i.geom, i.source_id, i.source, i.category, i.subcategory, i.occurred_from,
  i.occurred_to, i.reported_at, i.place_code, i.location_precision, i.severity,
  i.loss_fen / 100.0, i.deaths, i.injuries, i.status, i.status_at, g.code,
  CASE WHEN i.grid IS NOT NULL THEN coalesce(n.distance_m, 0.0) END, i.synthetic
FROM idx_incident_geom r JOIN incident i ON i.id = r.pkid LEFT JOIN grid g ON g.id = i.grid
  LEFT JOIN near_grid n ON n.grid = i.grid AND n.x = i.x AND n.y = i.y
-- The index holds its boxes in single precision: they say "perhaps".
WHERE r.xmax >= $1 AND r.xmin <= $3 AND r.ymax >= $2 AND r.ymin <= $4
  AND ST_X(i.geom) BETWEEN $1 AND $3 AND ST_Y(i.geom) BETWEEN $2 AND $4
  AND i.day BETWEEN $5 AND $6
ORDER BY i.source, i.source_id
LIMIT $7
