-- 1 where there are no incidents, and the user may drop the tables' indexes for a while.
SELECT CASE
  WHEN NOT EXISTS (SELECT 1 FROM incident_key) AND pg_has_role(relowner, 'USAGE') THEN 1 ELSE 0 END
FROM pg_catalog.pg_class WHERE oid = 'incident'::regclass
