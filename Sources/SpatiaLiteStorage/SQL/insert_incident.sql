INSERT INTO incident (
  id, source, source_id, category, subcategory, occurred_from, occurred_to, day, reported_at,
  reported_day, place_code, location_precision, severity, loss_fen, deaths, injuries, status,
  status_at, grid, x, y, synthetic, import, geom)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
  ?20, ?21, ?22, ?23, ?24)
