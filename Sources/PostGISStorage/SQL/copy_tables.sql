-- Each table that a copy carries: its columns with what they hold, the tables that it refers to, the
-- statements that look into it, read it and copy into it, and its columns' types. Keys of incidents
-- go with these.
WITH held AS (
  SELECT c.oid AS relation, c.relname AS name, a.attnum, a.attname AS field, t.typname AS type,
    CASE
      WHEN t.typname IN ('int2', 'int4', 'int8') THEN 'integer'
      WHEN t.typname = 'float8' THEN 'real'
      WHEN t.typname = 'anlan_value' THEN 'any'
      ELSE t.typname::text
    END AS kind
  FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    -- The county that a shard adds is worked out from the others.
    AND NOT (a.attname = 'area' AND c.relname IN ('incident', 'policy', 'claim'))
    AND c.relname NOT IN ('anlan_migration', 'incident_key', 'layer_styles', 'spatial_ref_sys')
), listed AS (
  SELECT relation, name,
    string_agg(field || ':' || kind, ',' ORDER BY field::text COLLATE "C") AS columns,
    string_agg(quote_ident(field), ', ' ORDER BY field::text COLLATE "C") AS fields,
    string_agg(type, ',' ORDER BY field::text COLLATE "C") AS types
  FROM held GROUP BY relation, name
), keyed AS (
  SELECT h.relation, string_agg(quote_ident(h.field), ', ' ORDER BY k.place) AS keys
  FROM pg_catalog.pg_index x
    CROSS JOIN unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
    JOIN held h ON h.relation = x.indrelid AND h.attnum = k.attnum
  WHERE x.indisprimary
  GROUP BY h.relation
)
SELECT l.name::text, l.columns,
  (SELECT string_agg(CASE r.relname WHEN 'incident_key' THEN 'incident' ELSE r.relname END, ',')
    FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
    WHERE f.contype = 'f' AND f.conrelid = l.relation AND f.conparentid = 0),
  format('SELECT count(*) FROM (SELECT 1 FROM %I LIMIT 1) one', l.name),
  format('SELECT %s FROM %I ORDER BY %s', l.fields, l.name, k.keys),
  format('COPY %I (%s) FROM STDIN (FORMAT binary)', l.name, l.fields),
  l.types
FROM listed l JOIN keyed k USING (relation)
ORDER BY l.name::text COLLATE "C"
