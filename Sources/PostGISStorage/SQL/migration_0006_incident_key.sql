-- The way in for incidents: a batch is copied into `incident_stage` and merged from there.
-- What became of a row: 0 inserted, 1 updated, 2 unchanged, 3 double, 4 unknown (IncidentOutcome).
CREATE FUNCTION anlan_merge_incidents(new_import bigint) RETURNS SETOF smallint
LANGUAGE plpgsql AS $body$
DECLARE
  year integer;
BEGIN
  TRUNCATE incident_merge;
  INSERT INTO incident_merge (n, id, day, outcome)
  SELECT s.n, k.id, k.day,
    CASE
      WHEN k.id IS NULL AND wholes = 0 THEN 4
      WHEN k.id IS NULL AND wholes = 1 AND s.is_whole THEN 0
      WHEN k.id IS NULL THEN 3
      WHEN turn = 1 AND NOT EXISTS (SELECT 1 FROM incident_met m WHERE m.id = k.id) THEN 2
      ELSE 3
    END
  FROM (
    SELECT n, source, source_id, is_whole,
      row_number() OVER (PARTITION BY source, source_id ORDER BY n) AS turn,
      count(*) FILTER (WHERE is_whole) OVER (PARTITION BY source, source_id ORDER BY n) AS wholes
    FROM incident_stage) s
  LEFT JOIN incident_key k ON k.source = s.source AND k.source_id = s.source_id;

  FOR year IN
    SELECT DISTINCT extract(year FROM date '1970-01-01' + s.day)::integer
    FROM incident_stage s JOIN incident_merge m USING (n) WHERE m.outcome IN (0, 2)
  LOOP
    PERFORM anlan_ensure_partition(make_date(year, 1, 1) - date '1970-01-01');
  END LOOP;

  INSERT INTO incident_key (source, source_id, day)
  SELECT s.source, s.source_id, s.day FROM incident_stage s JOIN incident_merge m USING (n)
  WHERE m.outcome = 0 ORDER BY n;
  UPDATE incident_merge m SET id = k.id, day = k.day
  FROM incident_stage s JOIN incident_key k ON k.source = s.source AND k.source_id = s.source_id
  WHERE m.n = s.n AND m.outcome = 0;
  INSERT INTO incident (
    id, source, source_id, category, subcategory, occurred_from, occurred_to, day, reported_at,
    reported_day, place_code, location_precision, severity, loss_fen, deaths, injuries, status,
    status_at, grid, x, y, synthetic, import, geom)
  SELECT m.id, s.source, s.source_id, s.category, s.subcategory, s.occurred_from, s.occurred_to,
    s.day, s.reported_at, s.reported_day, s.place_code, s.location_precision, s.severity,
    s.loss_fen, s.deaths, s.injuries, s.status, s.status_at, s.grid, s.x, s.y, s.synthetic,
    new_import, s.geom
  FROM incident_stage s JOIN incident_merge m USING (n) WHERE m.outcome = 0 ORDER BY n;

  -- Writes the columns that a row gives (the bits of IncidentColumns) and keeps the others. A code
  -- without a point moves an incident that has no point of its own; a beginning that moves takes an
  -- end with it that was not given; a new status without a time has none.
  WITH known AS (
    SELECT i.*, m.n, s.given,
      s.given & 128 <> 0 OR (s.given & 32 <> 0 AND i.location_precision IN ('village', 'area'))
        AS moves
    FROM incident_merge m JOIN incident_stage s USING (n)
      JOIN incident i ON i.id = m.id AND i.day = m.day
    WHERE m.outcome = 2
  ), wanted AS (
    SELECT k.id, k.day AS old_day, k.n,
      CASE WHEN k.given & 1 <> 0 THEN s.category ELSE k.category END AS category,
      CASE WHEN k.given & 2 <> 0 THEN s.subcategory ELSE k.subcategory END AS subcategory,
      CASE WHEN k.given & 4 <> 0 THEN s.occurred_from ELSE k.occurred_from END AS occurred_from,
      CASE WHEN k.given & 8 <> 0 OR (k.given & 4 <> 0 AND k.occurred_from <> s.occurred_from)
        THEN s.occurred_to ELSE k.occurred_to END AS occurred_to,
      CASE WHEN k.given & 4 <> 0 THEN s.day ELSE k.day END AS day,
      CASE WHEN k.given & 16 <> 0 THEN s.reported_at ELSE k.reported_at END AS reported_at,
      CASE WHEN k.given & 16 <> 0 THEN s.reported_day ELSE k.reported_day END AS reported_day,
      CASE WHEN k.given & 32 <> 0 THEN s.place_code ELSE k.place_code END AS place_code,
      CASE WHEN k.moves OR (k.given & 64 <> 0 AND k.x IS NOT NULL)
        THEN s.location_precision ELSE k.location_precision END AS location_precision,
      CASE WHEN k.given & 256 <> 0 THEN s.severity ELSE k.severity END AS severity,
      CASE WHEN k.given & 512 <> 0 THEN s.loss_fen ELSE k.loss_fen END AS loss_fen,
      CASE WHEN k.given & 1024 <> 0 THEN s.deaths ELSE k.deaths END AS deaths,
      CASE WHEN k.given & 2048 <> 0 THEN s.injuries ELSE k.injuries END AS injuries,
      CASE WHEN k.given & 4096 <> 0 THEN s.status ELSE k.status END AS status,
      CASE WHEN k.given & 8192 <> 0 THEN s.status_at
        WHEN k.given & 4096 <> 0 AND k.status IS DISTINCT FROM s.status THEN NULL
        ELSE k.status_at END AS status_at,
      CASE WHEN k.moves THEN s.grid ELSE k.grid END AS grid,
      CASE WHEN k.moves THEN s.x ELSE k.x END AS x,
      CASE WHEN k.moves THEN s.y ELSE k.y END AS y,
      CASE WHEN k.given & 16384 <> 0 THEN s.synthetic ELSE k.synthetic END AS synthetic,
      CASE WHEN k.moves THEN s.geom ELSE k.geom END AS geom
    FROM known k JOIN incident_stage s USING (n)
  ), changed AS (
    UPDATE incident i SET
      category = w.category, subcategory = w.subcategory, occurred_from = w.occurred_from,
      occurred_to = w.occurred_to, day = w.day, reported_at = w.reported_at,
      reported_day = w.reported_day, place_code = w.place_code,
      location_precision = w.location_precision, severity = w.severity, loss_fen = w.loss_fen,
      deaths = w.deaths, injuries = w.injuries, status = w.status, status_at = w.status_at,
      grid = w.grid, x = w.x, y = w.y, synthetic = w.synthetic, import = new_import, geom = w.geom
    FROM wanted w
    WHERE i.id = w.id AND i.day = w.old_day
      AND (i.category, i.subcategory, i.occurred_from, i.occurred_to, i.reported_at, i.place_code,
        i.location_precision, i.severity, i.loss_fen, i.deaths, i.injuries, i.status, i.status_at,
        i.grid, i.x, i.y, i.synthetic)
      IS DISTINCT FROM (w.category, w.subcategory, w.occurred_from, w.occurred_to, w.reported_at,
        w.place_code, w.location_precision, w.severity, w.loss_fen, w.deaths, w.injuries, w.status,
        w.status_at, w.grid, w.x, w.y, w.synthetic)
    RETURNING w.n, w.day
  )
  UPDATE incident_merge m SET outcome = 1, day = c.day FROM changed c WHERE m.n = c.n;
  UPDATE incident_key k SET day = m.day FROM incident_merge m
  WHERE m.outcome = 1 AND k.id = m.id AND k.day <> m.day;

  -- A source that gives a step another time corrects it.
  DELETE FROM incident_status s USING incident_step_stage t JOIN incident_merge m USING (n)
  WHERE m.outcome IN (1, 2) AND s.incident = m.id AND s.status = t.status AND s.at <> t.at;
  WITH added AS (
    INSERT INTO incident_status (incident, status, at, day)
    SELECT m.id, t.status, t.at, t.day FROM incident_step_stage t JOIN incident_merge m USING (n)
    WHERE m.outcome IN (0, 1, 2)
    ON CONFLICT DO NOTHING RETURNING incident
  )
  UPDATE incident_merge m SET outcome = 1
  WHERE m.outcome = 2 AND m.id IN (SELECT incident FROM added);

  INSERT INTO incident_met (id)
  SELECT id FROM incident_merge WHERE outcome IN (0, 1, 2);
  TRUNCATE incident_stage, incident_step_stage;
  RETURN QUERY SELECT outcome FROM incident_merge ORDER BY n;
END
$body$;
