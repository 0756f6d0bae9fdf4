-- Two groups, for their members to be granted: one that reads and one that writes. Roles belong to
-- the whole server, so they may be there already; a user who may not make them goes on without.
DO $body$
DECLARE
  place text := quote_ident(current_schema());
BEGIN
  IF NOT (SELECT pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class
    WHERE oid = 'anlan_migration'::regclass) THEN RETURN; END IF;
  BEGIN
    IF to_regrole('anlan_reader') IS NULL THEN CREATE ROLE anlan_reader NOLOGIN; END IF;
    IF to_regrole('anlan_writer') IS NULL THEN CREATE ROLE anlan_writer NOLOGIN; END IF;
  EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
  END;
  IF to_regrole('anlan_reader') IS NOT NULL THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO anlan_reader', place);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %s TO anlan_reader', place);
  END IF;
  IF to_regrole('anlan_writer') IS NOT NULL THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO anlan_writer', place);
    EXECUTE format(
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO anlan_writer', place);
    EXECUTE format(
      'GRANT SELECT, USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %s TO anlan_writer', place);
    REVOKE INSERT, UPDATE, DELETE ON anlan_migration FROM anlan_writer;
    GRANT EXECUTE ON FUNCTION anlan_ensure_partition (integer) TO anlan_writer;
  END IF;
END
$body$
