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
SELECT 'idx_grid_fault_geom: ' || rtreecheck('idx_grid_fault_geom')
WHERE rtreecheck('idx_grid_fault_geom') <> 'ok'
UNION ALL
SELECT 'grid_fault: ' || abs(d) || ' rows ' || CASE WHEN d > 0 THEN 'missing from' ELSE 'too many in' END
  || ' the spatial index'
FROM (SELECT (SELECT count(*) FROM grid_fault WHERE geom IS NOT NULL)
  - (SELECT count(*) FROM idx_grid_fault_geom) AS d)
WHERE d <> 0
