INSERT INTO incident (
  source, source_id, category, subcategory, occurred_from, occurred_to, day, reported_at,
  reported_day, place_code, location_precision, severity, loss_fen, deaths, injuries, status,
  status_at, grid, x, y, synthetic, import, geom)
SELECT
  source, source_id, category, subcategory, occurred_from, occurred_to, day, reported_at,
  reported_day, place_code, location_precision, severity, loss_fen, deaths, injuries, status,
  status_at, grid, x, y, synthetic, import, geom
FROM incident_row
