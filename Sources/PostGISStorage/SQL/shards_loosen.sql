-- On a coordinator nothing can refer to a row on a shard: the keys of incidents there are empty.
DO $body$
DECLARE
  seen record;
BEGIN
  IF to_regclass('anlan_shards.shard') IS NULL THEN RETURN; END IF;
  FOR seen IN
    SELECT conname, conrelid::regclass AS owner FROM pg_catalog.pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND confrelid = 'incident_key'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', seen.owner, seen.conname);
  END LOOP;
END
$body$
