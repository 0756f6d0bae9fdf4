SELECT id FROM incident WHERE source = ?1 AND source_id = ?2
