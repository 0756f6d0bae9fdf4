INSERT INTO incident_status (incident, status, at, day)
SELECT incident, status, at, day FROM incident_step WHERE true
ON CONFLICT DO NOTHING
