-- The next key of each table comes after those that a copy brought.
DO $body$
DECLARE
  field record;
BEGIN
  FOR field IN
    SELECT c.relname, a.attname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND a.attidentity <> ''
      AND NOT a.attisdropped
  LOOP
    EXECUTE format(
      'SELECT setval(pg_get_serial_sequence(%L, %L), max(%I)) FROM %I HAVING count(*) > 0',
      field.relname, field.attname, field.attname, field.relname);
  END LOOP;
END
$body$
