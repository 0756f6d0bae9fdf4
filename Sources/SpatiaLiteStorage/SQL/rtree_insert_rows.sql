INSERT INTO idx_incident_geom_rowid (rowid, nodeno)
SELECT point, leaf FROM point_leaf WHERE leaf IS NOT NULL
