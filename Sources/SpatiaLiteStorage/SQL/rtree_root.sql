SELECT data FROM idx_incident_geom_node WHERE nodeno = 1
