INSERT INTO metadata (name, value) VALUES (?, ?)
