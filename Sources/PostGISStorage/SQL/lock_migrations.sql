-- Two programs that make the same store at the same time: the second waits.
SELECT pg_advisory_xact_lock(4202901);
CREATE TABLE IF NOT EXISTS anlan_migration (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  applied timestamptz NOT NULL DEFAULT now()
);
