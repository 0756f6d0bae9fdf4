-- Makes an empty store the coordinator of shards: what lies on the shards is read here, by county,
-- through Citus where the database has that extension, and through foreign tables where it has not.
-- Everything else stays a table of this database. What is written goes to the shards themselves.
CREATE SCHEMA anlan_shards;
CREATE TABLE anlan_shards.self (
  -- Names the transactions that this coordinator prepares on its shards.
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  by_citus boolean NOT NULL
);
INSERT INTO anlan_shards.self (id, by_citus)
SELECT substr(md5(gen_random_uuid()::text), 1, 12),
  EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus');
CREATE TABLE anlan_shards.shard (
  number integer NOT NULL PRIMARY KEY CHECK (number BETWEEN 1 AND 4000),
  -- Its address without a password, and none for two.
  address text COLLATE "C" NOT NULL UNIQUE,
  -- What Citus calls its server.
  citus_group integer
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
  by_citus boolean := (SELECT s.by_citus FROM anlan_shards.self s);
  place text;
  key text;
  seen record;
BEGIN
  IF by_citus THEN
    -- These tables are views on the shards, and Citus is to change nothing there.
    SET LOCAL citus.enable_ddl_propagation = off;
    CREATE SCHEMA anlan_parts;
  ELSE
    CREATE EXTENSION IF NOT EXISTS postgres_fdw;
  END IF;
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
    key := CASE WHEN place IN ('incident', 'policy', 'claim')
      THEN 'area text COLLATE "C"' ELSE 'shard integer' END;
    IF by_citus THEN
      EXECUTE format('CREATE TABLE anlan_parts.%I (LIKE anlan_before, %s NOT NULL)', place, key);
      -- By ranges of one value each, which are said here and not split by Citus.
      PERFORM create_distributed_table(
        format('anlan_parts.%I', place)::regclass, split_part(key, ' ', 1), 'range');
      EXECUTE format('CREATE VIEW %I AS SELECT * FROM anlan_parts.%I', place, place);
    ELSE
      EXECUTE format('CREATE TABLE %I (LIKE anlan_before, %s NOT NULL) PARTITION BY LIST (%s)',
        place, key, split_part(key, ' ', 1));
    END IF;
    DROP TABLE anlan_before CASCADE;
  END LOOP;
  FOR seen IN SELECT name, text FROM anlan_view LOOP
    EXECUTE format('CREATE VIEW %I AS %s', seen.name, seen.text);
  END LOOP;
END
$body$;

-- The number by which Citus names a part of a table; the view on the shard ends with it. The same
-- stands in shard_adopt.sql.
CREATE FUNCTION anlan_shards.citus_name(place text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $body$
  SELECT 10000000000 + 1000000 * array_position(ARRAY['incident', 'policy', 'claim',
    'incident_status', 'incident_evidence', 'incident_link', 'resolution'], place)
    + coalesce(nullif(value, ''), '0')::bigint
$body$;

-- Says that a part of a table lies on a shard: what is of a county, or what the shard has of it.
CREATE FUNCTION anlan_shards.attach(place text, value text, number integer) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
  suffix text := CASE value WHEN '' THEN 'nowhere' ELSE value END;
  part bigint := anlan_shards.citus_name(place, value);
BEGIN
  IF (SELECT by_citus FROM anlan_shards.self) THEN
    INSERT INTO pg_catalog.pg_dist_shard
      (logicalrelid, shardid, shardstorage, shardminvalue, shardmaxvalue)
    VALUES (format('anlan_parts.%I', place)::regclass, part, 't', value, value)
    ON CONFLICT DO NOTHING;
    DELETE FROM pg_catalog.pg_dist_placement WHERE shardid = part;
    INSERT INTO pg_catalog.pg_dist_placement (placementid, shardid, shardstate, shardlength, groupid)
    SELECT nextval('pg_catalog.pg_dist_placement_placementid_seq'), part, 1, 0, s.citus_group
    FROM anlan_shards.shard s WHERE s.number = attach.number;
    RETURN;
  END IF;
  EXECUTE format('DROP FOREIGN TABLE IF EXISTS anlan_shards.%I', place || '_' || suffix);
  EXECUTE format(
    'CREATE FOREIGN TABLE anlan_shards.%I PARTITION OF %I FOR VALUES IN (%L) SERVER %I
     OPTIONS (schema_name ''anlan_parts'', table_name %L)', place || '_' || suffix, place, value,
    'anlan_shard_' || number,
    CASE WHEN place IN ('incident', 'policy', 'claim') THEN place || '_' || suffix ELSE place END);
END
$body$;

-- Makes a shard known: a server, and its part of what follows the incidents. What libpq is told to
-- connect with comes as JSON.
CREATE FUNCTION anlan_shards.add_shard(
  number integer, address text, options jsonb, login jsonb
) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  server text := 'anlan_shard_' || number;
  node integer;
  node_group integer;
  place text;
BEGIN
  INSERT INTO anlan_shards.shard (number, address) VALUES (number, address);
  IF (SELECT by_citus FROM anlan_shards.self) THEN
    -- Citus knows a server by its host and port alone.
    IF options ->> 'dbname' IS DISTINCT FROM current_database() THEN
      RAISE EXCEPTION 'to Citus the databases of coordinator and shards have one name: % is not %',
        options ->> 'dbname', current_database();
    END IF;
    -- Said to Citus without its own way of adding a server, which would change things there: the
    -- shard's part of this transaction does that.
    INSERT INTO pg_catalog.pg_dist_node (nodename, nodeport, hasmetadata, metadatasynced)
    VALUES (coalesce(options ->> 'host', options ->> 'hostaddr', 'localhost'),
      coalesce(options ->> 'port', '5432')::integer, false, false)
    RETURNING nodeid, groupid INTO node, node_group;
    IF login ? 'password' THEN
      INSERT INTO pg_catalog.pg_dist_authinfo (nodeid, rolename, authinfo)
      VALUES (node, coalesce(login ->> 'user', current_user), format('password=''%s''',
        regexp_replace(login ->> 'password', '([\\''])', '\\\1', 'g')));
    END IF;
    UPDATE anlan_shards.shard s SET citus_group = node_group WHERE s.number = add_shard.number;
  ELSE
    EXECUTE format(
      'CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (%s extensions ''postgis'',
         fetch_size ''10000'', use_remote_estimate ''true'', async_capable ''true'',
         updatable ''false'')', server,
      (SELECT coalesce(string_agg(format('%I %L, ', key, value), ''), '')
       FROM jsonb_each_text(options)));
    EXECUTE format('CREATE USER MAPPING FOR PUBLIC SERVER %I %s', server,
      (SELECT coalesce('OPTIONS (' || string_agg(format('%I %L', key, value), ', ') || ')', '')
       FROM jsonb_each_text(login)));
  END IF;
  FOREACH place IN ARRAY ARRAY['incident_status', 'incident_evidence', 'incident_link',
    'resolution']
  LOOP
    PERFORM anlan_shards.attach(place, number::text, number);
  END LOOP;
END
$body$;

-- Says where a county lies; the shard has made its views of it.
CREATE FUNCTION anlan_shards.place_area(area text, number integer) RETURNS void
LANGUAGE plpgsql AS $body$
DECLARE
  place text;
BEGIN
  INSERT INTO anlan_shards.area (code, shard) VALUES (area, number)
  ON CONFLICT (code) DO UPDATE SET shard = excluded.shard;
  FOREACH place IN ARRAY ARRAY['incident', 'policy', 'claim'] LOOP
    PERFORM anlan_shards.attach(place, area, number);
  END LOOP;
END
$body$;

DO $body$
BEGIN
  IF (SELECT by_citus FROM anlan_shards.self) THEN
    EXECUTE format('ALTER DATABASE %I SET citus.enable_ddl_propagation = off', current_database());
    -- What belongs to an incident is joined with it by its key.
    EXECUTE format('ALTER DATABASE %I SET citus.enable_repartition_joins = on', current_database());
  END IF;
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
