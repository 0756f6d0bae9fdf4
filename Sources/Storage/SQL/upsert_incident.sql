INSERT INTO incident (
  source, source_id, category, subcategory, occurred_from, occurred_to, day, reported_at,
  reported_day, place_code, location_precision, severity, loss_fen, deaths, injuries, status,
  status_at, grid, x, y, synthetic, import, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
  $20, $21, $22, $23)
ON CONFLICT (source, source_id) DO UPDATE SET
  category = excluded.category, subcategory = excluded.subcategory,
  occurred_from = excluded.occurred_from, occurred_to = excluded.occurred_to,
  day = excluded.day, reported_at = excluded.reported_at,
  reported_day = excluded.reported_day, place_code = excluded.place_code,
  location_precision = excluded.location_precision, severity = excluded.severity,
  loss_fen = excluded.loss_fen, deaths = excluded.deaths, injuries = excluded.injuries,
  status = excluded.status, status_at = excluded.status_at, grid = excluded.grid,
  x = excluded.x, y = excluded.y, synthetic = excluded.synthetic, import = excluded.import,
  geom = excluded.geom
WHERE incident.import IS DISTINCT FROM excluded.import
  AND (incident.category, incident.subcategory, incident.occurred_from, incident.occurred_to,
    incident.reported_at, incident.place_code, incident.location_precision, incident.severity,
    incident.loss_fen, incident.deaths, incident.injuries, incident.status, incident.status_at,
    incident.grid, incident.x, incident.y, incident.synthetic)
  IS DISTINCT FROM (
    excluded.category, excluded.subcategory, excluded.occurred_from, excluded.occurred_to,
    excluded.reported_at, excluded.place_code, excluded.location_precision, excluded.severity,
    excluded.loss_fen, excluded.deaths, excluded.injuries, excluded.status, excluded.status_at,
    excluded.grid, excluded.x, excluded.y, excluded.synthetic)
