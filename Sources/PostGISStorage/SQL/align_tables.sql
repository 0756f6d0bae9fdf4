-- The statements that make a table of a shard like the coordinator's: a staging table, the copy
-- into it, what goes, what changes, what comes, the end of the staging table; and, on the
-- coordinator, the reading of it.
WITH held AS (
  SELECT c.oid AS relation, c.relname::text AS name, a.attnum, quote_ident(a.attname) AS field
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped AND a.attgenerated = ''
), keyed AS (
  SELECT h.relation, string_agg('s.' || h.field || ' = t.' || h.field, ' AND ') AS same
  FROM pg_catalog.pg_index x
    CROSS JOIN unnest(x.indkey::smallint[]) AS k (attnum)
    JOIN held h ON h.relation = x.indrelid AND h.attnum = k.attnum
  WHERE x.indisprimary
  GROUP BY h.relation
), listed AS (
  SELECT relation, name,
    string_agg(field, ', ' ORDER BY field COLLATE "C") AS fields,
    string_agg('s.' || field, ', ' ORDER BY field COLLATE "C") AS theirs,
    string_agg('t.' || field, ', ' ORDER BY field COLLATE "C") AS ours,
    string_agg(field || ' = s.' || field, ', ' ORDER BY field COLLATE "C") AS assignments
  FROM held GROUP BY relation, name
)
SELECT name,
  format('CREATE UNLOGGED TABLE anlan_stage.%I (LIKE %I)', name, name),
  format('COPY anlan_stage.%I (%s) FROM STDIN (FORMAT binary)', name, fields),
  format('DELETE FROM %I t WHERE NOT EXISTS (SELECT 1 FROM anlan_stage.%I s WHERE %s)', name,
    name, same),
  format('UPDATE %I t SET %s FROM anlan_stage.%I s WHERE %s AND (%s) IS DISTINCT FROM (%s)', name,
    assignments, name, same, ours, theirs),
  format('INSERT INTO %I (%s) SELECT %s FROM anlan_stage.%I s WHERE NOT EXISTS
    (SELECT 1 FROM %I t WHERE %s)', name, fields, theirs, name, name, same),
  format('DROP TABLE anlan_stage.%I', name),
  format('COPY %I (%s) TO STDOUT (FORMAT binary)', name, fields)
FROM listed JOIN keyed USING (relation)
WHERE name = $1
