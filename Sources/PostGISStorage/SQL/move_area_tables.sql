-- The tables whose rows go with a county, each after those that it refers to, with the statements
-- that read, count and digest those rows, copy them in, and take them away.
WITH part (place, name, condition) AS (VALUES
  (1, 'incident_key', 'id IN (SELECT id FROM incident WHERE area = %1$L)'),
  (2, 'incident', 'area = %1$L'),
  (3, 'incident_status', 'incident IN (SELECT id FROM incident WHERE area = %1$L)'),
  (4, 'incident_evidence', 'incident IN (SELECT id FROM incident WHERE area = %1$L)'),
  (5, 'incident_link', 'incident IN (SELECT id FROM incident WHERE area = %1$L)'),
  (6, 'resolution', 'incident IN (SELECT id FROM incident WHERE area = %1$L)'),
  (7, 'policy', 'area = %1$L'),
  (8, 'claim', 'area = %1$L'),
  (9, 'import_journal', $$
    (place = 'incident' AND row IN (SELECT id FROM incident WHERE area = %1$L))
    OR (place = 'policy' AND row IN (SELECT id FROM policy WHERE area = %1$L))
    OR (place = 'claim' AND row IN (SELECT id FROM claim WHERE area = %1$L))
    OR (place = 'incident_evidence' AND row IN (SELECT e.id FROM incident_evidence e
      JOIN incident i ON i.id = e.incident WHERE i.area = %1$L))
    OR (place = 'incident_link' AND row IN (SELECT e.id FROM incident_link e
      JOIN incident i ON i.id = e.incident WHERE i.area = %1$L))
    OR (place = 'resolution' AND row IN (SELECT e.id FROM resolution e
      JOIN incident i ON i.id = e.incident WHERE i.area = %1$L))$$),
  (10, 'import_journal_status', 'incident IN (SELECT id FROM incident WHERE area = %1$L)')
), held AS (
  SELECT p.place, p.name, format(p.condition, $1::text) AS condition, quote_ident(a.attname) AS field,
    t.typname::text AS type
  FROM part p JOIN pg_catalog.pg_class c ON c.oid = p.name::regclass
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
)
SELECT name,
  format('COPY (SELECT %s FROM %I WHERE %s) TO STDOUT (FORMAT binary)',
    string_agg(field, ', ' ORDER BY field COLLATE "C"), name, condition),
  format('COPY %I (%s) FROM STDIN (FORMAT binary)', name,
    string_agg(field, ', ' ORDER BY field COLLATE "C")),
  format('SELECT count(*)::text || '' '' || coalesce(sum(hashtextextended(concat_ws(''|'', %s), 0)), 0)::text
    FROM %I WHERE %s', string_agg(format('coalesce(%s::text, ''~'')', field), ', '
    ORDER BY field COLLATE "C"), name, condition),
  format('DELETE FROM %I WHERE %s', name, condition)
FROM held
GROUP BY place, name, condition
ORDER BY place
