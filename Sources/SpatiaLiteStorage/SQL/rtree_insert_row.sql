INSERT INTO idx_incident_geom_rowid (rowid, nodeno) VALUES (?1, ?2)
