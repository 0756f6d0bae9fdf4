SELECT source, source_id FROM incident_key WHERE id = $1
