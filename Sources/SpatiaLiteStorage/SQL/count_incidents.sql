SELECT count(*) FROM incident
