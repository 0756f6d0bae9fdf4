INSERT INTO incident_status (incident, status, at, day)
SELECT id, $3, $4, $5 FROM incident WHERE source = $1 AND source_id = $2
ON CONFLICT DO NOTHING
