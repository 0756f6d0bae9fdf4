-- Makes an empty store the coordinator of shards: what lies on the shards is read here through
-- foreign tables, by county. Everything else stays a table of this database.
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SCHEMA anlan_shards;
CREATE TABLE anlan_shards.self (
  -- Names the transactions that this coordinator prepares on its shards.
  id text COLLATE "C" NOT NULL PRIMARY KEY
);
INSERT INTO anlan_shards.self (id) VALUES (substr(md5(gen_random_uuid()::text), 1, 12));
CREATE TABLE anlan_shards.shard (
  number integer NOT NULL PRIMARY KEY CHECK (number BETWEEN 1 AND 4000),
  -- Its address without a password, and none for two.
  address text COLLATE "C" NOT NULL UNIQUE
);
-- The county's first six digits; '' for what names no county.
CREATE TABLE anlan_shards.area (
  code text COLLATE "C" NOT NULL PRIMARY KEY CHECK (code ~ '^([0-9]{6})?$'),
  shard integer NOT NULL REFERENCES anlan_shards.shard (number)
);
-- The transactions that were committed here after all shards had prepared them. One that a shard
-- holds prepared and that is not here was given up.
CREATE TABLE anlan_shards.outcome (
  transaction text COLLATE "C" NOT NULL PRIMARY KEY
);

DO $body$
DECLARE
  place text;
  seen record;
BEGIN
  FOREACH place IN ARRAY ARRAY['incident', 'incident_status', 'incident_evidence',
    'incident_link', 'resolution', 'policy', 'claim']
  LOOP
    EXECUTE format('SELECT 1 FROM %I LIMIT 1', place) INTO seen;
    IF seen IS NOT NULL THEN
      RAISE EXCEPTION 'the store holds rows of %: only an empty one becomes a coordinator', place;
    END IF;
  END LOOP;
  CREATE TEMP TABLE anlan_view ON COMMIT DROP AS
  SELECT DISTINCT v.relname::text AS name, pg_get_viewdef(v.oid) AS text
  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
    JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
  WHERE d.classid = 'pg_rewrite'::regclass AND v.relkind = 'v'
    AND d.refobjid IN ('incident'::regclass, 'incident_status'::regclass,
      'incident_evidence'::regclass, 'incident_link'::regclass, 'resolution'::regclass,
      'policy'::regclass, 'claim'::regclass);
  FOREACH place IN ARRAY ARRAY['claim', 'policy', 'resolution', 'incident_link',
    'incident_evidence', 'incident_status', 'incident']
  LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO anlan_before', place);
    IF place IN ('incident', 'policy', 'claim') THEN
      EXECUTE format('CREATE TABLE %I (LIKE anlan_before, area text COLLATE "C" NOT NULL)
        PARTITION BY LIST (area)', place);
    ELSE
      EXECUTE format('CREATE TABLE %I (LIKE anlan_before, shard integer NOT NULL)
        PARTITION BY LIST (shard)', place);
    END IF;
    DROP TABLE anlan_before CASCADE;
  END LOOP;
  FOR seen IN SELECT name, text FROM anlan_view LOOP
    EXECUTE format('CREATE VIEW %I AS %s', seen.name, seen.text);
  END LOOP;
END
$body$;

-- Makes a shard known: a server, and its part of what follows the incidents. What libpq is told to
-- connect with comes as JSON.
CREATE FUNCTION anlan_shards.add_shard(
  number integer, address text, options jsonb, login jsonb
) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  server text := 'anlan_shard_' || number;
  place text;
BEGIN
  INSERT INTO anlan_shards.shard (number, address) VALUES (number, address);
  EXECUTE format(
    'CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (%s extensions ''postgis'',
       fetch_size ''10000'', use_remote_estimate ''true'', async_capable ''true'',
       updatable ''false'')', server,
    (SELECT coalesce(string_agg(format('%I %L, ', key, value), ''), '')
     FROM jsonb_each_text(options)));
  EXECUTE format('CREATE USER MAPPING FOR PUBLIC SERVER %I %s', server,
    (SELECT coalesce('OPTIONS (' || string_agg(format('%I %L', key, value), ', ') || ')', '')
     FROM jsonb_each_text(login)));
  FOREACH place IN ARRAY ARRAY['incident_status', 'incident_evidence', 'incident_link',
    'resolution']
  LOOP
    EXECUTE format(
      'CREATE FOREIGN TABLE anlan_shards.%I PARTITION OF %I FOR VALUES IN (%s) SERVER %I
       OPTIONS (schema_name ''anlan_parts'', table_name %L)', place || '_' || number, place,
      number, server, place);
  END LOOP;
END
$body$;

-- Says where a county lies; the shard has made its views of it.
CREATE FUNCTION anlan_shards.place_area(area text, number integer) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
  place text;
  suffix text := CASE area WHEN '' THEN 'nowhere' ELSE area END;
BEGIN
  INSERT INTO anlan_shards.area (code, shard) VALUES (area, number)
  ON CONFLICT (code) DO UPDATE SET shard = excluded.shard;
  FOREACH place IN ARRAY ARRAY['incident', 'policy', 'claim'] LOOP
    EXECUTE format('DROP FOREIGN TABLE IF EXISTS anlan_shards.%I', place || '_' || suffix);
    EXECUTE format(
      'CREATE FOREIGN TABLE anlan_shards.%I PARTITION OF %I FOR VALUES IN (%L) SERVER %I
       OPTIONS (schema_name ''anlan_parts'', table_name %L)', place || '_' || suffix, place, area,
      'anlan_shard_' || number, place || '_' || suffix);
  END LOOP;
END
$body$;

DO $body$
BEGIN
  -- Counts and sums are made where the rows lie.
  EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_aggregate = on', current_database());
  IF to_regrole('anlan_reader') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA anlan_shards TO anlan_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA anlan_shards TO anlan_reader;
  END IF;
  IF to_regrole('anlan_writer') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA anlan_shards TO anlan_writer;
    GRANT SELECT ON ALL TABLES IN SCHEMA anlan_shards TO anlan_writer;
    GRANT INSERT ON anlan_shards.outcome TO anlan_writer;
  END IF;
END
$body$;
