-- Row counts and extents as QGIS reads them. Without them QGIS writes into the store on opening,
-- and where it cannot, the layer is invalid. The date of their making is far in the future, so that
-- QGIS does not think them old: Anlan refreshes them in the transaction that changes the rows.
WITH counted (name, row_count, min_x, min_y, max_x, max_y) AS (
  SELECT 'unit', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM unit
  UNION ALL
  SELECT 'grid', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM grid
  UNION ALL
  SELECT 'village', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM village
  UNION ALL
  SELECT 'coast_segment', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coast_segment
  UNION ALL
  SELECT 'aquaculture_zone', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM aquaculture_zone
  UNION ALL
  SELECT 'storm', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM storm
  UNION ALL
  SELECT 'cluster', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM cluster
  UNION ALL
  SELECT 'sea_cell', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM sea_cell
  UNION ALL
  SELECT 'storm_point', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM storm_point
  UNION ALL
  SELECT 'station', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM station
  UNION ALL
  SELECT 'service_area', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM service_area
  UNION ALL
  SELECT 'camera', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM camera
  UNION ALL
  SELECT 'hazard', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM hazard
  UNION ALL
  SELECT 'patrol', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM patrol
  UNION ALL
  SELECT 'resolution', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM resolution
  UNION ALL
  SELECT 'grid_fault', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM grid_fault
  UNION ALL
  SELECT 'unit_score', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM unit_score
  UNION ALL
  SELECT 'unpaid_unit', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM unpaid_unit
  UNION ALL
  SELECT 'density_contour', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM density_contour
  UNION ALL
  SELECT 'density_unit', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM density_unit
  UNION ALL
  SELECT 'scan_cluster', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM scan_cluster
  UNION ALL
  SELECT 'coverage_gap', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coverage_gap
  UNION ALL
  SELECT 'coast_gap', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coast_gap
  UNION ALL
  SELECT 'subsidy_zone', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM subsidy_zone
  UNION ALL
  SELECT 'exposure_unit', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM exposure_unit
  UNION ALL
  SELECT 'exposure_event', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM exposure_event
  UNION ALL
  SELECT 'basis_segment', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM basis_segment
  UNION ALL
  SELECT 'unit_standing', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM unit_standing
  UNION ALL
  SELECT 'near_repeat_zone', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM near_repeat_zone
  UNION ALL
  SELECT 'eligibility_case', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM eligibility_case)
INSERT INTO geometry_columns_statistics (
  f_table_name, f_geometry_column, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT name, 'geom', '9999-12-31T23:59:59.999Z', row_count, coalesce(min_x, -180),
  coalesce(min_y, -90), coalesce(max_x, 180), coalesce(max_y, 90)
FROM counted WHERE true
ON CONFLICT (f_table_name, f_geometry_column) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;

WITH counted (name, row_count, min_x, min_y, max_x, max_y) AS (
  SELECT 'units', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM units
  UNION ALL
  SELECT 'grids', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM grids
  UNION ALL
  SELECT 'lattice', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM lattice
  UNION ALL
  SELECT 'villages', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM villages
  UNION ALL
  SELECT 'coastline', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coastline
  UNION ALL
  SELECT 'aquaculture_zones', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM aquaculture_zones
  UNION ALL
  SELECT 'storms', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM storms
  UNION ALL
  SELECT 'hotspots', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM hotspots
  UNION ALL
  SELECT 'emerging', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM emerging
  UNION ALL
  SELECT 'clusters', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM clusters
  UNION ALL
  SELECT 'cluster_members', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM cluster_members
  UNION ALL
  SELECT 'sea_cells', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM sea_cells
  UNION ALL
  SELECT 'storm_points', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM storm_points
  UNION ALL
  SELECT 'stations', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM stations
  UNION ALL
  SELECT 'service_areas', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM service_areas
  UNION ALL
  SELECT 'cameras', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM cameras
  UNION ALL
  SELECT 'hazards', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM hazards
  UNION ALL
  SELECT 'patrols', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM patrols
  UNION ALL
  SELECT 'resolutions', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM resolutions
  UNION ALL
  SELECT 'grid_faults', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM grid_faults
  UNION ALL
  SELECT 'data_quality', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM data_quality
  UNION ALL
  SELECT 'safety_index', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM safety_index
  UNION ALL
  SELECT 'record_scoreboard', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM record_scoreboard
  UNION ALL
  SELECT 'unpaid_eligible', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM unpaid_eligible
  UNION ALL
  SELECT 'eligibility', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM eligibility
  UNION ALL
  SELECT 'density', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM density
  UNION ALL
  SELECT 'density_units', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM density_units
  UNION ALL
  SELECT 'scan_clusters', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM scan_clusters
  UNION ALL
  SELECT 'coverage_gaps', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coverage_gaps
  UNION ALL
  SELECT 'coast_gaps', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM coast_gaps
  UNION ALL
  SELECT 'subsidy', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM subsidy
  UNION ALL
  SELECT 'exposure', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM exposure
  UNION ALL
  SELECT 'exposure_events', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM exposure_events
  UNION ALL
  SELECT 'basis_risk', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM basis_risk
  UNION ALL
  SELECT 'near_repeat', count(*), min(MbrMinX(geom)), min(MbrMinY(geom)), max(MbrMaxX(geom)),
    max(MbrMaxY(geom)) FROM near_repeat)
INSERT INTO views_geometry_columns_statistics (
  view_name, view_geometry, last_verified, row_count,
  extent_min_x, extent_min_y, extent_max_x, extent_max_y)
SELECT name, 'geom', '9999-12-31T23:59:59.999Z', row_count, coalesce(min_x, -180),
  coalesce(min_y, -90), coalesce(max_x, 180), coalesce(max_y, 90)
FROM counted WHERE true
ON CONFLICT (view_name, view_geometry) DO UPDATE SET
  last_verified = excluded.last_verified, row_count = excluded.row_count,
  extent_min_x = excluded.extent_min_x, extent_min_y = excluded.extent_min_y,
  extent_max_x = excluded.extent_max_x, extent_max_y = excluded.extent_max_y;
