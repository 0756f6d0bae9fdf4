INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
VALUES ('incidents', 'geom', '9999-12-31T23:59:59.999Z', $1, $2, $3, $4, $5)
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y
