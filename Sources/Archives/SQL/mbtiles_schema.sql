-- "MPBX", by which programs tell the file from other SQLite files.
PRAGMA application_id = 1297105496;
CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE content (id INTEGER PRIMARY KEY, tile_data BLOB NOT NULL);
CREATE TABLE tile (
  zoom_level INTEGER NOT NULL,
  tile_column INTEGER NOT NULL,
  tile_row INTEGER NOT NULL,
  content INTEGER NOT NULL REFERENCES content (id),
  PRIMARY KEY (zoom_level, tile_column, tile_row)
) WITHOUT ROWID;
CREATE VIEW tiles AS
SELECT t.zoom_level, t.tile_column, t.tile_row, c.tile_data
FROM tile t JOIN content c ON c.id = t.content;
