-- Procedures that hold no state: each version of the program makes its own. First what an
-- administrator calls.
-- Takes a year of incidents out of the store, with their histories and what belongs to them, into
-- tables of the schema anlan_detached: to be dumped, moved to other disks, or attached again. Runs
-- over its days are marked as stale, since their incidents are gone.
CREATE OR REPLACE FUNCTION anlan_detach_year(year integer) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
  name text := 'incident_' || lpad(year::text, 4, '0');
  first_day integer := make_date(year, 1, 1) - date '1970-01-01';
  last_day integer := make_date(year, 12, 31) - date '1970-01-01';
  place text;
  rows bigint;
BEGIN
  IF to_regclass(name) IS NULL THEN
    RAISE EXCEPTION 'there are no incidents of %', year;
  END IF;
  CREATE SCHEMA IF NOT EXISTS anlan_detached;
  PERFORM pg_advisory_xact_lock(4202902);
  EXECUTE format('CREATE TABLE anlan_detached.%I AS SELECT k.* FROM incident_key k JOIN %I USING (id)',
    'incident_key_' || year, name);
  FOREACH place IN ARRAY ARRAY['incident_status', 'incident_evidence', 'incident_link', 'resolution']
  LOOP
    EXECUTE format('CREATE TABLE anlan_detached.%I AS SELECT s.* FROM %I s JOIN %I i ON i.id = s.incident',
      place || '_' || year, place, name);
  END LOOP;
  EXECUTE format('ALTER TABLE incident DETACH PARTITION %I', name);
  EXECUTE format('ALTER TABLE %I SET SCHEMA anlan_detached', name);
  EXECUTE format('DELETE FROM incident_key WHERE id IN (SELECT id FROM anlan_detached.%I)',
    'incident_key_' || year);
  GET DIAGNOSTICS rows = ROW_COUNT;
  UPDATE run SET stale = 1 WHERE valid_from <= last_day AND valid_to >= first_day;
  RETURN rows;
END
$body$;

-- Puts a year back that was taken out. It fails where some of its incidents have come again since.
CREATE OR REPLACE FUNCTION anlan_attach_year(year integer) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
  name text := 'incident_' || lpad(year::text, 4, '0');
  first_day integer := make_date(year, 1, 1) - date '1970-01-01';
  place text;
  fields text;
  rows bigint;
BEGIN
  IF to_regclass('anlan_detached.' || name) IS NULL THEN
    RAISE EXCEPTION 'no incidents of % were taken out', year;
  END IF;
  PERFORM pg_advisory_xact_lock(4202902);
  EXECUTE format('INSERT INTO incident_key SELECT * FROM anlan_detached.%I', 'incident_key_' || year);
  GET DIAGNOSTICS rows = ROW_COUNT;
  EXECUTE format('ALTER TABLE anlan_detached.%I SET SCHEMA %I', name, current_schema());
  EXECUTE format('ALTER TABLE incident ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', name,
    first_day, make_date(year + 1, 1, 1) - date '1970-01-01');
  FOREACH place IN ARRAY ARRAY['incident_status', 'incident_evidence', 'incident_link', 'resolution']
  LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO fields FROM pg_catalog.pg_attribute
    WHERE attrelid = place::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM anlan_detached.%I', place, fields, fields,
      place || '_' || year);
    EXECUTE format('DROP TABLE anlan_detached.%I', place || '_' || year);
  END LOOP;
  EXECUTE format('DROP TABLE anlan_detached.%I', 'incident_key_' || year);
  RETURN rows;
END
$body$;

-- Merges the staged incidents into the store: what becomes of each is answered in their order. The one
-- of step 0006 kept no journal of a history that changed while its incident did not.
CREATE OR REPLACE FUNCTION anlan_merge_incidents(new_import bigint) RETURNS SETOF smallint
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

  -- A history that changes is a change of its incident, whose journal keeps it as it was.
  WITH touched AS (
    UPDATE incident i SET import = new_import
    FROM (
      SELECT DISTINCT m.n, m.id, m.day
      FROM incident_merge m JOIN incident_step_stage t USING (n)
        LEFT JOIN incident_status same
          ON same.incident = m.id AND same.status = t.status AND same.at = t.at
        LEFT JOIN incident_status other
          ON other.incident = m.id AND other.status = t.status AND other.at <> t.at
      WHERE m.outcome = 2 AND (same.incident IS NULL OR other.incident IS NOT NULL)) c
    WHERE i.id = c.id AND i.day = c.day
    RETURNING c.n
  )
  UPDATE incident_merge m SET outcome = 1 FROM touched t WHERE m.n = t.n;

  -- A source that gives a step another time corrects it.
  DELETE FROM incident_status s USING incident_step_stage t JOIN incident_merge m USING (n)
  WHERE m.outcome = 1 AND s.incident = m.id AND s.status = t.status AND s.at <> t.at;
  INSERT INTO incident_status (incident, status, at, day)
  SELECT m.id, t.status, t.at, t.day FROM incident_step_stage t JOIN incident_merge m USING (n)
  WHERE m.outcome IN (0, 1)
  ON CONFLICT DO NOTHING;

  INSERT INTO incident_met (id)
  SELECT id FROM incident_merge WHERE outcome IN (0, 1, 2);
  TRUNCATE incident_stage, incident_step_stage;
  RETURN QUERY SELECT outcome FROM incident_merge ORDER BY n;
END
$body$;
