SELECT at FROM incident_status WHERE incident = ?1 AND status = ?2
