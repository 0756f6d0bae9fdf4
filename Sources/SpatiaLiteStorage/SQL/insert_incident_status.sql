INSERT INTO incident_status (incident, status, at, day) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT DO NOTHING
