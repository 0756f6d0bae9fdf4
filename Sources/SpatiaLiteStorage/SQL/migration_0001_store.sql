-- What the store says about itself, and where its rows came from.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE import (
  id INTEGER NOT NULL PRIMARY KEY,
  layer TEXT NOT NULL,
  source TEXT NOT NULL,
  file TEXT NOT NULL,
  digest TEXT NOT NULL,
  mapping TEXT NOT NULL DEFAULT '',
  rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
  rows_inserted INTEGER NOT NULL CHECK (rows_inserted >= 0),
  rows_updated INTEGER NOT NULL CHECK (rows_updated >= 0),
  rows_unchanged INTEGER NOT NULL CHECK (rows_unchanged >= 0),
  rows_rejected INTEGER NOT NULL CHECK (rows_rejected >= 0),
  CHECK (rows_read = rows_inserted + rows_updated + rows_unchanged + rows_rejected)
);

-- QGIS reads the default style and the Chinese column names of a layer from this table.
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  f_table_catalog VARCHAR(256),
  f_table_schema VARCHAR(256),
  f_table_name VARCHAR(256),
  f_geometry_column VARCHAR(256),
  styleName VARCHAR(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner VARCHAR(30),
  ui TEXT,
  update_time DATETIME
);
CREATE UNIQUE INDEX layer_styles_by_layer
  ON layer_styles (f_table_name, f_geometry_column, styleName);
