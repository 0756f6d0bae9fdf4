-- The statements that reduce each table that all shards have alike to a number.
SELECT c.relname::text,
  format('SELECT count(*)::text || '' '' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text
    FROM %I t', c.relname)
FROM pg_catalog.pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND c.relname = ANY (string_to_array($1, ','))
ORDER BY c.relname
