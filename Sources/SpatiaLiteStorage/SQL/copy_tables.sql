-- Each table that a copy carries: its columns with what they hold, the tables that it refers to, and
-- the statements that look into it, read it and write it. What SpatiaLite and SQLite keep for
-- themselves stays behind.
WITH carried(name) AS (
  SELECT name FROM sqlite_schema
  WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'
    AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'idx\_%' ESCAPE '\'
    AND name NOT LIKE 'geometry\_columns%' ESCAPE '\'
    AND name NOT LIKE 'views\_geometry\_columns%' ESCAPE '\'
    AND name NOT LIKE 'virts\_geometry\_columns%' ESCAPE '\'
    AND name NOT LIKE 'spatial\_ref\_sys%' ESCAPE '\'
    AND name NOT IN ('grdb_migrations', 'layer_styles', 'spatialite_history',
      'sql_statements_log', 'data_licenses', 'KNN2', 'SpatialIndex', 'ElementaryGeometries')
), held(name, field, kind, key) AS (
  SELECT c.name, x.name,
    CASE
      WHEN EXISTS (SELECT 1 FROM geometry_columns g
        WHERE g.f_table_name = lower(c.name) AND g.f_geometry_column = lower(x.name)) THEN 'geometry'
      WHEN x.type = 'INTEGER' THEN 'integer'
      WHEN x.type = 'REAL' THEN 'real'
      WHEN x.type = 'TEXT' THEN 'text'
      WHEN x.type = '' THEN 'any'
      ELSE x.type
    END, x.pk
  FROM carried c, pragma_table_xinfo(c.name) x
  WHERE x.hidden = 0
  ORDER BY c.name, x.name
), listed(name, columns, fields, marks) AS (
  SELECT name, group_concat(field || ':' || kind, ','), group_concat('"' || field || '"', ', '),
    group_concat('$' || place, ', ')
  FROM (
    SELECT name, field, kind, row_number() OVER (PARTITION BY name ORDER BY field) AS place
    FROM held ORDER BY name, field)
  GROUP BY name
), keyed(name, keys) AS (
  SELECT name, group_concat('"' || field || '"', ', ')
  FROM (SELECT name, field FROM held WHERE key > 0 ORDER BY name, key)
  GROUP BY name
)
SELECT l.name, l.columns,
  (SELECT group_concat(f."table", ',') FROM pragma_foreign_key_list(l.name) f),
  'SELECT count(*) FROM (SELECT 1 FROM "' || l.name || '" LIMIT 1)',
  'SELECT ' || l.fields || ' FROM "' || l.name || '" ORDER BY ' || k.keys,
  'INSERT INTO "' || l.name || '" (' || l.fields || ') VALUES (' || l.marks || ')'
FROM listed l JOIN keyed k ON k.name = l.name
ORDER BY l.name
