INSERT INTO layer_styles (
  f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  styleSLD, useAsDefault, description, owner, ui, update_time)
-- QGIS looks for a null schema and, of a table without a geometry, for a null column.
VALUES ('', NULL, $1, NULL, 'anlan', $2, '', 1, $3, '', NULL, '1970-01-01T00:00:00Z')
ON CONFLICT (f_table_name, styleName) WHERE f_geometry_column IS NULL DO UPDATE SET
  styleQML = excluded.styleQML, description = excluded.description
