-- An incident's identity becomes an index with a name: a bulk load drops the indexes of the table
-- and makes them again, and the index behind a UNIQUE constraint cannot be dropped. The index is
-- the same, row for row, so that it only changes its name and a store of any size is ready at
-- once; a table made anew would cost its spatial index, its triggers and its references too.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (source, source_id),', '')
WHERE type = 'table' AND name = 'incident';

UPDATE sqlite_schema SET name = 'incident_by_source_id',
  sql = 'CREATE UNIQUE INDEX incident_by_source_id ON incident (source, source_id)'
WHERE type = 'index' AND name = 'sqlite_autoindex_incident_1';

PRAGMA writable_schema = RESET;

-- Any change of the schema tells other connections to read it again.
CREATE TABLE schema_changed (id INTEGER);
DROP TABLE schema_changed;
