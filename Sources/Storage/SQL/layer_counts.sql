SELECT 'units', count(*) FROM unit
UNION ALL SELECT 'grids', count(*) FROM grid WHERE support = 'grid'
UNION ALL SELECT 'lattice', count(*) FROM grid
  WHERE support = 'lattice' AND lattice_active = 1
UNION ALL SELECT 'villages', count(*) FROM village
UNION ALL SELECT 'coastline', count(*) FROM coast_segment
UNION ALL SELECT 'aquaculture_zones', count(*) FROM aquaculture_zone
UNION ALL SELECT 'storms', count(*) FROM storm
UNION ALL SELECT 'incidents', count(*) FROM incident
UNION ALL SELECT 'hotspots', count(*) FROM hotspot
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'hotspots')
UNION ALL SELECT 'clusters', count(*) FROM cluster
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'clusters')
UNION ALL SELECT 'cluster_members', count(*) FROM cluster_member
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'clusters')
UNION ALL SELECT 'grid_faults', count(*) FROM grid_fault
UNION ALL SELECT 'data_quality', count(*) FROM grid_quality
