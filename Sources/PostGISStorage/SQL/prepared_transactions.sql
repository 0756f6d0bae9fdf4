SELECT gid FROM pg_catalog.pg_prepared_xacts
WHERE database = current_database() AND starts_with(gid, $1)
ORDER BY gid
