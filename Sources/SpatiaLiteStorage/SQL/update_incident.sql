-- Writes the columns that a row gives (?25, the bits of IncidentColumns) and keeps the others. A
-- code without a point moves an incident that has no point of its own; a beginning that moves takes
-- an end with it that was not given; a new status without a time has none.
UPDATE incident SET
  category = n.category, subcategory = n.subcategory, occurred_from = n.occurred_from,
  occurred_to = n.occurred_to, day = n.day, reported_at = n.reported_at,
  reported_day = n.reported_day, place_code = n.place_code,
  location_precision = n.location_precision, severity = n.severity, loss_fen = n.loss_fen,
  deaths = n.deaths, injuries = n.injuries, status = n.status, status_at = n.status_at,
  grid = n.grid, x = n.x, y = n.y, synthetic = n.synthetic, import = ?23, geom = n.geom
FROM (
  SELECT
    iif(?25 & 1, ?4, category) AS category,
    iif(?25 & 2, ?5, subcategory) AS subcategory,
    iif(?25 & 4, ?6, occurred_from) AS occurred_from,
    iif(?25 & 8 OR (?25 & 4 AND occurred_from <> ?6), ?7, occurred_to) AS occurred_to,
    iif(?25 & 4, ?8, day) AS day,
    iif(?25 & 16, ?9, reported_at) AS reported_at,
    iif(?25 & 16, ?10, reported_day) AS reported_day,
    iif(?25 & 32, ?11, place_code) AS place_code,
    iif(moves OR (?25 & 64 AND x IS NOT NULL), ?12, location_precision) AS location_precision,
    iif(?25 & 256, ?13, severity) AS severity,
    iif(?25 & 512, ?14, loss_fen) AS loss_fen,
    iif(?25 & 1024, ?15, deaths) AS deaths,
    iif(?25 & 2048, ?16, injuries) AS injuries,
    iif(?25 & 4096, ?17, status) AS status,
    CASE WHEN ?25 & 8192 THEN ?18
      WHEN ?25 & 4096 AND status IS DISTINCT FROM ?17 THEN NULL ELSE status_at END AS status_at,
    iif(moves, ?19, grid) AS grid,
    iif(moves, ?20, x) AS x,
    iif(moves, ?21, y) AS y,
    iif(?25 & 16384, ?22, synthetic) AS synthetic,
    iif(moves, ?24, geom) AS geom
  FROM (
    SELECT *,
      ?25 & 128 OR (?25 & 32 AND location_precision IN ('village', 'area')) AS moves
    FROM incident WHERE id = ?1)) AS n
WHERE incident.id = ?1
  AND (incident.category, incident.subcategory, incident.occurred_from, incident.occurred_to,
    incident.reported_at, incident.place_code, incident.location_precision, incident.severity,
    incident.loss_fen, incident.deaths, incident.injuries, incident.status, incident.status_at,
    incident.grid, incident.x, incident.y, incident.synthetic)
  IS DISTINCT FROM (
    n.category, n.subcategory, n.occurred_from, n.occurred_to, n.reported_at, n.place_code,
    n.location_precision, n.severity, n.loss_fen, n.deaths, n.injuries, n.status, n.status_at,
    n.grid, n.x, n.y, n.synthetic)
