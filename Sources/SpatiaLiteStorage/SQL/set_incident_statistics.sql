-- The points and the layer of the same rows: their number ($1), and the extent ($2 to $5) that the
-- root of their spatial index has.
INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
VALUES ('incident', 'geom', '9999-12-31T23:59:59.999Z', $1, $2, $3, $4, $5)
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y
