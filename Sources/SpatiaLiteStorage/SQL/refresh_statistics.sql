-- Row counts and extents as QGIS reads them. Without them QGIS writes into the store on opening,
-- and where it cannot, the layer is invalid. The date of their making is far in the future, so that
-- QGIS does not think them old: Anlan refreshes them in the transaction that changes the rows.
INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'unit', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM unit WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'grid', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM grid WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'village', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM village WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'coast_segment', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coast_segment WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'aquaculture_zone', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM aquaculture_zone WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'storm', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM storm WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'cluster', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM cluster WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'units', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM units WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'grids', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM grids WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'lattice', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM lattice WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'villages', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM villages WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'coastline', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coastline WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'aquaculture_zones', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM aquaculture_zones WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'storms', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM storms WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'hotspots', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM hotspots WHERE true
UNION ALL
SELECT 'emerging', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM emerging WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'clusters', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM clusters WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'cluster_members', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM cluster_members WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'sea_cell', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM sea_cell WHERE true
UNION ALL
SELECT 'storm_point', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM storm_point WHERE true
UNION ALL
SELECT 'station', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM station WHERE true
UNION ALL
SELECT 'service_area', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM service_area WHERE true
UNION ALL
SELECT 'camera', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM camera WHERE true
UNION ALL
SELECT 'hazard', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM hazard WHERE true
UNION ALL
SELECT 'patrol', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM patrol WHERE true
UNION ALL
SELECT 'resolution', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM resolution WHERE true
UNION ALL
SELECT 'grid_fault', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM grid_fault WHERE true
UNION ALL
SELECT 'unit_score', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM unit_score WHERE true
UNION ALL
SELECT 'unpaid_unit', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM unpaid_unit WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'sea_cells', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM sea_cells WHERE true
UNION ALL
SELECT 'storm_points', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM storm_points WHERE true
UNION ALL
SELECT 'stations', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM stations WHERE true
UNION ALL
SELECT 'service_areas', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM service_areas WHERE true
UNION ALL
SELECT 'cameras', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM cameras WHERE true
UNION ALL
SELECT 'hazards', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM hazards WHERE true
UNION ALL
SELECT 'patrols', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM patrols WHERE true
UNION ALL
SELECT 'resolutions', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM resolutions WHERE true
UNION ALL
SELECT 'grid_faults', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM grid_faults WHERE true
UNION ALL
SELECT 'data_quality', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM data_quality WHERE true
UNION ALL
SELECT 'safety_index', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM safety_index WHERE true
UNION ALL
SELECT 'unpaid_eligible', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM unpaid_eligible WHERE true
UNION ALL
SELECT 'eligibility', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM eligibility WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'density_contour', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM density_contour WHERE true
UNION ALL
SELECT 'density_unit', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM density_unit WHERE true
UNION ALL
SELECT 'scan_cluster', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM scan_cluster WHERE true
UNION ALL
SELECT 'coverage_gap', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coverage_gap WHERE true
UNION ALL
SELECT 'coast_gap', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coast_gap WHERE true
UNION ALL
SELECT 'subsidy_zone', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM subsidy_zone WHERE true
UNION ALL
SELECT 'exposure_unit', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM exposure_unit WHERE true
UNION ALL
SELECT 'exposure_event', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM exposure_event WHERE true
UNION ALL
SELECT 'near_repeat_zone', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM near_repeat_zone WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT 'density', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM density WHERE true
UNION ALL
SELECT 'density_units', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM density_units WHERE true
UNION ALL
SELECT 'scan_clusters', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM scan_clusters WHERE true
UNION ALL
SELECT 'coverage_gaps', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coverage_gaps WHERE true
UNION ALL
SELECT 'coast_gaps', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM coast_gaps WHERE true
UNION ALL
SELECT 'subsidy', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM subsidy WHERE true
UNION ALL
SELECT 'exposure', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM exposure WHERE true
UNION ALL
SELECT 'exposure_events', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM exposure_events WHERE true
UNION ALL
SELECT 'near_repeat', 'geom', '9999-12-31T23:59:59.999Z', count(*),
  coalesce(min(MbrMinX(geom)), -180), coalesce(min(MbrMinY(geom)), -90),
  coalesce(max(MbrMaxX(geom)), 180), coalesce(max(MbrMaxY(geom)), 90)
FROM near_repeat WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;
