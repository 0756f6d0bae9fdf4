SELECT source, source_id, id FROM incident ORDER BY id
