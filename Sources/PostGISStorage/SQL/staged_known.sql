SELECT s.n FROM incident_stage s
  JOIN incident_key k ON k.source = s.source AND k.source_id = s.source_id
ORDER BY s.n
