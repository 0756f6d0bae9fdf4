-- Makes an empty store a shard: its incidents, policies and claims bear their county.
DO $body$
BEGIN
  -- Citus would make what is made here a thing of all its servers, and then allow no two-phase commit.
  IF EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus') THEN
    SET LOCAL citus.enable_ddl_propagation = off;
    EXECUTE format('ALTER DATABASE %I SET citus.enable_ddl_propagation = off', current_database());
  END IF;
END
$body$;
CREATE SCHEMA anlan_parts;
CREATE TABLE anlan_parts.self (
  number integer NOT NULL PRIMARY KEY,
  -- The coordinator's name for itself.
  coordinator text COLLATE "C" NOT NULL
);
CREATE TABLE anlan_parts.area (code text COLLATE "C" NOT NULL PRIMARY KEY);

ALTER TABLE incident ADD COLUMN area text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE policy ADD COLUMN area text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN area text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX incident_by_area ON incident (area, day);
CREATE INDEX policy_by_area ON policy (area);
CREATE INDEX claim_by_area ON claim (area);

CREATE FUNCTION anlan_parts.county(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
  SELECT CASE WHEN code ~ '^[0-9]{6}' THEN left(code, 6) ELSE '' END
$body$;

-- What is filed in a county that lies elsewhere stays where it is: moving counties is not done row
-- by row.
CREATE FUNCTION anlan_parts.file_incident() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  found text;
BEGIN
  -- A county that moves brings its rows as they are.
  IF current_setting('anlan.is_copying', true) = 'on' THEN RETURN NEW; END IF;
  found := anlan_parts.county(
    coalesce((SELECT code FROM grid WHERE id = NEW.grid), NEW.place_code, ''));
  IF TG_OP = 'INSERT' OR EXISTS (SELECT 1 FROM anlan_parts.area WHERE code = found) THEN
    NEW.area := found;
  END IF;
  RETURN NEW;
END
$body$;
CREATE TRIGGER file_incident BEFORE INSERT OR UPDATE OF grid, place_code ON incident
  FOR EACH ROW EXECUTE FUNCTION anlan_parts.file_incident();

CREATE FUNCTION anlan_parts.file_policy() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  found text;
BEGIN
  IF current_setting('anlan.is_copying', true) = 'on' THEN RETURN NEW; END IF;
  found := anlan_parts.county(coalesce(NEW.grid, NEW.village, NEW.zone, ''));
  IF TG_OP = 'INSERT' OR EXISTS (SELECT 1 FROM anlan_parts.area WHERE code = found) THEN
    NEW.area := found;
  END IF;
  RETURN NEW;
END
$body$;
CREATE TRIGGER file_policy BEFORE INSERT OR UPDATE ON policy
  FOR EACH ROW EXECUTE FUNCTION anlan_parts.file_policy();

CREATE FUNCTION anlan_parts.file_claim() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF current_setting('anlan.is_copying', true) = 'on' THEN RETURN NEW; END IF;
  NEW.area := coalesce((SELECT area FROM policy WHERE number = NEW.policy), '');
  RETURN NEW;
END
$body$;
CREATE TRIGGER file_claim BEFORE INSERT OR UPDATE ON claim
  FOR EACH ROW EXECUTE FUNCTION anlan_parts.file_claim();

-- The staging tables of a load, here for good: a transaction that is prepared may not have touched
-- temporary ones. Loads follow each other.
CREATE SCHEMA anlan_stage;
CREATE UNLOGGED TABLE anlan_stage.incident_stage (
  n integer NOT NULL, is_whole boolean NOT NULL, given integer NOT NULL,
  source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL,
  category text COLLATE "C", subcategory text COLLATE "C", occurred_from bigint,
  occurred_to bigint, day integer, reported_at bigint, reported_day integer,
  place_code text COLLATE "C", location_precision text COLLATE "C", severity integer,
  loss_fen bigint, deaths integer, injuries integer, status text COLLATE "C", status_at bigint,
  grid bigint, x double precision, y double precision, synthetic integer,
  geom geometry(Point, 4326)
);
CREATE UNLOGGED TABLE anlan_stage.incident_step_stage (
  n integer NOT NULL, status text COLLATE "C" NOT NULL, at bigint NOT NULL, day integer NOT NULL
);
CREATE UNLOGGED TABLE anlan_stage.incident_merge (
  n integer NOT NULL PRIMARY KEY, id bigint, day integer, outcome smallint NOT NULL
);
CREATE UNLOGGED TABLE anlan_stage.incident_met (id bigint NOT NULL PRIMARY KEY);

-- A view under the name by which a coordinator with Citus asks for it, beside its own; the number is
-- that of shards_begin.sql.
CREATE FUNCTION anlan_parts.name_for_citus(place text, value text, view text) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
  number bigint := 10000000000 + 1000000 * array_position(ARRAY['incident', 'policy', 'claim',
    'incident_status', 'incident_evidence', 'incident_link', 'resolution'], place)
    + coalesce(nullif(value, ''), '0')::bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus') THEN RETURN; END IF;
  EXECUTE format('CREATE OR REPLACE VIEW anlan_parts.%I AS SELECT * FROM anlan_parts.%I',
    place || '_' || number, view);
END
$body$;

-- What follows the incidents, as the coordinator sees it.
CREATE FUNCTION anlan_parts.adopt(wanted integer, by_coordinator text) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
  place text;
BEGIN
  INSERT INTO anlan_parts.self (number, coordinator) VALUES (wanted, by_coordinator);
  FOREACH place IN ARRAY ARRAY['incident_status', 'incident_evidence', 'incident_link',
    'resolution']
  LOOP
    EXECUTE format('CREATE VIEW anlan_parts.%I AS SELECT *, %s AS shard FROM %I', place, wanted,
      place);
    PERFORM anlan_parts.name_for_citus(place, wanted::text, place);
  END LOOP;
  -- Keys differ from shard to shard, and so stay when a county moves.
  FOREACH place IN ARRAY ARRAY['incident_key', 'incident_evidence', 'incident_link', 'resolution',
    'policy', 'claim', 'import_journal']
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN id RESTART WITH %s', place,
      (wanted::bigint << 40) + 1);
  END LOOP;
END
$body$;

-- The views of a county through which the coordinator reads it.
CREATE FUNCTION anlan_parts.open_area(area text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  place text;
  suffix text := CASE area WHEN '' THEN 'nowhere' ELSE area END;
BEGIN
  INSERT INTO anlan_parts.area (code) VALUES (area) ON CONFLICT DO NOTHING;
  FOREACH place IN ARRAY ARRAY['incident', 'policy', 'claim'] LOOP
    EXECUTE format('CREATE OR REPLACE VIEW anlan_parts.%I AS SELECT * FROM %I WHERE area = %L',
      place || '_' || suffix, place, area);
    PERFORM anlan_parts.name_for_citus(place, area, place || '_' || suffix);
  END LOOP;
END
$body$;

CREATE FUNCTION anlan_parts.close_area(area text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  place text;
  suffix text := CASE area WHEN '' THEN 'nowhere' ELSE area END;
BEGIN
  DELETE FROM anlan_parts.area a WHERE a.code = close_area.area;
  FOREACH place IN ARRAY ARRAY['incident', 'policy', 'claim'] LOOP
    EXECUTE format('DROP VIEW IF EXISTS anlan_parts.%I CASCADE', place || '_' || suffix);
  END LOOP;
END
$body$;

DO $body$
BEGIN
  IF to_regrole('anlan_reader') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA anlan_parts TO anlan_reader;
    ALTER DEFAULT PRIVILEGES IN SCHEMA anlan_parts GRANT SELECT ON TABLES TO anlan_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA anlan_parts TO anlan_reader;
  END IF;
  IF to_regrole('anlan_writer') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA anlan_parts, anlan_stage TO anlan_writer;
    ALTER DEFAULT PRIVILEGES IN SCHEMA anlan_parts GRANT SELECT ON TABLES TO anlan_writer;
    GRANT SELECT ON ALL TABLES IN SCHEMA anlan_parts TO anlan_writer;
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA anlan_stage
      TO anlan_writer;
  END IF;
END
$body$;
