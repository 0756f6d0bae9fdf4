-- A grid may be redrawn: each border is a row of its own, so that the runs that counted in the old
-- one go on drawing it. The code was unique, which only a new table can take back; no other table
-- is touched, since the keys stay.
CREATE TABLE grid_before AS SELECT * FROM grid;
SELECT DiscardGeometryColumn('grid', 'geom');
DROP TABLE grid;
DROP TABLE idx_grid_geom;

CREATE TABLE grid (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CHECK (code <> ''),
  support TEXT NOT NULL CHECK (support IN ('grid', 'lattice')),
  name TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('village', 'residential', 'enterprise', 'sea', 'special', 'cell')),
  population INTEGER CHECK (population >= 0),
  households INTEGER CHECK (households >= 0),
  workers INTEGER CHECK (workers >= 0),
  staff INTEGER CHECK (staff >= 0),
  -- Square metres, and metres east and north of a position inside, in the store's metric CRS.
  area_m2 REAL NOT NULL CHECK (area_m2 >= 0),
  label_x REAL NOT NULL,
  label_y REAL NOT NULL,
  -- The cell's side in metres, and its column and row: x / cell and y / cell, rounded down.
  lattice_cell INTEGER CHECK (lattice_cell > 0),
  lattice_column INTEGER,
  lattice_row INTEGER,
  -- Of the lattice that was laid last; cells of earlier ones stay for the runs that counted in them.
  lattice_active INTEGER NOT NULL DEFAULT 1 CHECK (lattice_active IN (0, 1)),
  -- The borders that the code has had, from 1; the days that this one held, where they are known.
  version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
  valid_from INTEGER,
  valid_to INTEGER CHECK (valid_to >= valid_from),
  -- The border that is drawn now. Only the days may be unknown: that it was redrawn is not.
  is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (code, version),
  CHECK (is_current = 0 OR valid_to IS NULL),
  CHECK ((support = 'lattice') = (lattice_cell IS NOT NULL)),
  CHECK ((support = 'lattice') = (lattice_column IS NOT NULL AND lattice_row IS NOT NULL))
);
SELECT AddGeometryColumn('grid', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('grid', 'geom');
CREATE UNIQUE INDEX grid_by_code ON grid (code) WHERE is_current = 1;

INSERT INTO grid (
  id, code, support, name, kind, population, households, workers, staff, area_m2, label_x, label_y,
  lattice_cell, lattice_column, lattice_row, lattice_active, synthetic, import, geom)
SELECT id, code, support, name, kind, population, households, workers, staff, area_m2, label_x,
  label_y, lattice_cell, lattice_column, lattice_row, lattice_active, synthetic, import, geom
FROM grid_before;
DROP TABLE grid_before;

DROP VIEW grids;
CREATE VIEW grids AS
  SELECT id AS fid, code, name, kind, population, households, workers, staff, area_m2,
    date(valid_from * 86400, 'unixepoch') AS valid_from,
    date(valid_to * 86400, 'unixepoch') AS valid_to, version, synthetic, geom
  FROM grid WHERE support = 'grid' AND is_current = 1;
UPDATE geometry_columns_auth SET read_only = 1;
