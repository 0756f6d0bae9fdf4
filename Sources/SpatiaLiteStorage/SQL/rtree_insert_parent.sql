INSERT INTO idx_incident_geom_parent (nodeno, parentnode) VALUES (?1, ?2)
