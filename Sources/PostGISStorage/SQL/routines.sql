-- What an administrator may call. These hold no state, so each version of the program makes its own.
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
