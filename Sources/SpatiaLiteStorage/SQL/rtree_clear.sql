DELETE FROM idx_incident_geom_node;
DELETE FROM idx_incident_geom_rowid;
DELETE FROM idx_incident_geom_parent;
