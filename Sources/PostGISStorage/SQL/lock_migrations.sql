-- Two programs that make the same store at the same time: the second waits.
SELECT pg_advisory_xact_lock(4202901);
DO $body$
BEGIN
  -- Who may only write there may not even try to make a table.
  IF to_regclass('anlan_migration') IS NULL THEN
    CREATE TABLE anlan_migration (name text COLLATE "C" NOT NULL PRIMARY KEY);
  END IF;
END
$body$;
