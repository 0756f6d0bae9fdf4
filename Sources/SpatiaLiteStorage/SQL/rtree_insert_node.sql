INSERT INTO idx_incident_geom_node (nodeno, data) VALUES (?1, ?2)
