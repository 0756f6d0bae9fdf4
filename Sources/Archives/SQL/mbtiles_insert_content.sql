INSERT INTO content (id, tile_data) VALUES (?, ?)
