-- What the store says about itself, and where its rows came from. Texts sort by their bytes, as in
-- the embedded store, or the two would not give the same files.
CREATE TABLE setting (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  value text COLLATE "C" NOT NULL
);

CREATE TABLE import (
  id bigint NOT NULL PRIMARY KEY,
  layer text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  file text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  mapping text COLLATE "C" NOT NULL DEFAULT '',
  rows_read bigint NOT NULL CHECK (rows_read >= 0),
  rows_inserted bigint NOT NULL CHECK (rows_inserted >= 0),
  rows_updated bigint NOT NULL CHECK (rows_updated >= 0),
  rows_unchanged bigint NOT NULL CHECK (rows_unchanged >= 0),
  rows_rejected bigint NOT NULL CHECK (rows_rejected >= 0),
  CHECK (rows_read = rows_inserted + rows_updated + rows_unchanged + rows_rejected)
);

-- The number of the next import. Imports of one store follow each other, so that each tells what it
-- alone changed: the second waits here for the first to end, and then sees what it did.
CREATE FUNCTION anlan_next_import() RETURNS bigint LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM pg_advisory_xact_lock(4202902);
  RETURN (SELECT coalesce(max(id), 0) + 1 FROM import);
END
$body$;

-- QGIS reads the default style of a layer from this table, which it makes in just this form.
CREATE TABLE layer_styles (
  id serial PRIMARY KEY,
  f_table_catalog varchar,
  f_table_schema varchar,
  f_table_name varchar,
  f_geometry_column varchar,
  stylename text,
  styleqml xml,
  stylesld xml,
  useasdefault boolean,
  description text,
  owner varchar(63),
  ui xml,
  update_time timestamp,
  type varchar
);
CREATE UNIQUE INDEX layer_styles_by_layer
  ON layer_styles (f_table_schema, f_table_name, f_geometry_column, stylename);
