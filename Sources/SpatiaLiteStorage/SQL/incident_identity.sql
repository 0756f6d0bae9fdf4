SELECT source, source_id FROM incident WHERE id = ?1
