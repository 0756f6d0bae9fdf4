-- Each spatial index: sound in itself, and one entry for each row that has a geometry.
SELECT 'idx_unit_geom: ' || rtreecheck('idx_unit_geom')
WHERE rtreecheck('idx_unit_geom') <> 'ok'
UNION ALL
SELECT 'unit: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM unit WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_unit_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_grid_geom: ' || rtreecheck('idx_grid_geom')
WHERE rtreecheck('idx_grid_geom') <> 'ok'
UNION ALL
SELECT 'grid: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM grid WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_grid_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_village_geom: ' || rtreecheck('idx_village_geom')
WHERE rtreecheck('idx_village_geom') <> 'ok'
UNION ALL
SELECT 'village: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM village WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_village_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_coast_segment_geom: ' || rtreecheck('idx_coast_segment_geom')
WHERE rtreecheck('idx_coast_segment_geom') <> 'ok'
UNION ALL
SELECT 'coast_segment: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM coast_segment WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_coast_segment_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_aquaculture_zone_geom: ' || rtreecheck('idx_aquaculture_zone_geom')
WHERE rtreecheck('idx_aquaculture_zone_geom') <> 'ok'
UNION ALL
SELECT 'aquaculture_zone: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM aquaculture_zone WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_aquaculture_zone_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_storm_geom: ' || rtreecheck('idx_storm_geom')
WHERE rtreecheck('idx_storm_geom') <> 'ok'
UNION ALL
SELECT 'storm: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM storm WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_storm_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_incident_geom: ' || rtreecheck('idx_incident_geom')
WHERE rtreecheck('idx_incident_geom') <> 'ok'
UNION ALL
SELECT 'incident: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM incident WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_incident_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_cluster_geom: ' || rtreecheck('idx_cluster_geom')
WHERE rtreecheck('idx_cluster_geom') <> 'ok'
UNION ALL
SELECT 'cluster: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM cluster WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_cluster_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_sea_cell_geom: ' || rtreecheck('idx_sea_cell_geom')
WHERE rtreecheck('idx_sea_cell_geom') <> 'ok'
UNION ALL
SELECT 'sea_cell: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM sea_cell WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_sea_cell_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_storm_point_geom: ' || rtreecheck('idx_storm_point_geom')
WHERE rtreecheck('idx_storm_point_geom') <> 'ok'
UNION ALL
SELECT 'storm_point: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM storm_point WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_storm_point_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_station_geom: ' || rtreecheck('idx_station_geom')
WHERE rtreecheck('idx_station_geom') <> 'ok'
UNION ALL
SELECT 'station: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM station WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_station_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_service_area_geom: ' || rtreecheck('idx_service_area_geom')
WHERE rtreecheck('idx_service_area_geom') <> 'ok'
UNION ALL
SELECT 'service_area: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM service_area WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_service_area_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_camera_geom: ' || rtreecheck('idx_camera_geom')
WHERE rtreecheck('idx_camera_geom') <> 'ok'
UNION ALL
SELECT 'camera: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM camera WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_camera_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_hazard_geom: ' || rtreecheck('idx_hazard_geom')
WHERE rtreecheck('idx_hazard_geom') <> 'ok'
UNION ALL
SELECT 'hazard: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM hazard WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_hazard_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_patrol_geom: ' || rtreecheck('idx_patrol_geom')
WHERE rtreecheck('idx_patrol_geom') <> 'ok'
UNION ALL
SELECT 'patrol: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM patrol WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_patrol_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_resolution_geom: ' || rtreecheck('idx_resolution_geom')
WHERE rtreecheck('idx_resolution_geom') <> 'ok'
UNION ALL
SELECT 'resolution: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM resolution WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_resolution_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_grid_fault_geom: ' || rtreecheck('idx_grid_fault_geom')
WHERE rtreecheck('idx_grid_fault_geom') <> 'ok'
UNION ALL
SELECT 'grid_fault: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM grid_fault WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_grid_fault_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_density_contour_geom: ' || rtreecheck('idx_density_contour_geom')
WHERE rtreecheck('idx_density_contour_geom') <> 'ok'
UNION ALL
SELECT 'density_contour: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM density_contour WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_density_contour_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_density_unit_geom: ' || rtreecheck('idx_density_unit_geom')
WHERE rtreecheck('idx_density_unit_geom') <> 'ok'
UNION ALL
SELECT 'density_unit: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM density_unit WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_density_unit_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_scan_cluster_geom: ' || rtreecheck('idx_scan_cluster_geom')
WHERE rtreecheck('idx_scan_cluster_geom') <> 'ok'
UNION ALL
SELECT 'scan_cluster: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM scan_cluster WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_scan_cluster_geom) AS d)
WHERE d <> 0
UNION ALL
SELECT 'idx_near_repeat_zone_geom: ' || rtreecheck('idx_near_repeat_zone_geom')
WHERE rtreecheck('idx_near_repeat_zone_geom') <> 'ok'
UNION ALL
SELECT 'near_repeat_zone: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM near_repeat_zone WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_near_repeat_zone_geom) AS d)
WHERE d <> 0
