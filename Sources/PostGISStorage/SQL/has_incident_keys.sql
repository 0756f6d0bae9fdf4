SELECT count(*) FROM (SELECT 1 FROM incident_key LIMIT 1) k
