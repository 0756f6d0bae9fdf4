SELECT id FROM incident_key WHERE source = $1 AND source_id = $2
