INSERT INTO layer_styles (
  f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename, styleqml,
  useasdefault, description, owner, update_time)
VALUES (current_database(), current_schema(), $1, 'geom', 'anlan', $2, true, $3, current_user,
  timestamp '1970-01-01')
ON CONFLICT (f_table_schema, f_table_name, f_geometry_column, stylename) DO UPDATE SET
  styleqml = excluded.styleqml, description = excluded.description
