INSERT INTO tile (zoom_level, tile_column, tile_row, content) VALUES (?, ?, ?, ?)
