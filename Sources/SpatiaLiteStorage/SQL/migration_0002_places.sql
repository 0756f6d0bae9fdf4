-- Places, all in WGS 84 (EPSG:4326). A code is text; days are days since 1970-01-01.
CREATE TABLE unit (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('province', 'city', 'county', 'town', 'village')),
  parent TEXT,
  valid_from INTEGER,
  valid_to INTEGER CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE UNIQUE INDEX unit_by_code ON unit (code, coalesce(valid_from, -2147483648));
SELECT AddGeometryColumn('unit', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('unit', 'geom');

-- Governance grids, and the square cells of a lattice: units of analysis of two supports.
CREATE TABLE grid (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
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
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  CHECK ((support = 'lattice') = (lattice_cell IS NOT NULL)),
  CHECK ((support = 'lattice') = (lattice_column IS NOT NULL AND lattice_row IS NOT NULL))
);
SELECT AddGeometryColumn('grid', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('grid', 'geom');

CREATE TABLE village (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL,
  population INTEGER CHECK (population >= 0),
  households INTEGER CHECK (households >= 0),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('village', 'geom', 4326, 'POINT', 'XY', 1);
SELECT CreateSpatialIndex('village', 'geom');

CREATE TABLE coast_segment (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('mainland', 'island')),
  town TEXT,
  length_m REAL CHECK (length_m >= 0),
  exposure_class TEXT CHECK (exposure_class IN ('open', 'semi', 'sheltered')),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('coast_segment', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('coast_segment', 'geom');

CREATE TABLE aquaculture_zone (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL,
  species TEXT,
  -- mu: 1/15 hectare of water; kou: one net cage; xiang: one box.
  unit TEXT CHECK (unit IN ('mu', 'kou', 'xiang')),
  quantity REAL CHECK (quantity >= 0),
  workers INTEGER CHECK (workers >= 0),
  licence TEXT,
  licence_area_mu REAL CHECK (licence_area_mu >= 0),
  -- Lies where farming is forbidden (禁养区); unknown is null.
  prohibited INTEGER CHECK (prohibited IN (0, 1)),
  unit_value_fen INTEGER CHECK (unit_value_fen >= 0),
  unit_value_yuan REAL GENERATED ALWAYS AS (unit_value_fen / 100.0) VIRTUAL,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('aquaculture_zone', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('aquaculture_zone', 'geom');

CREATE TABLE storm (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  season INTEGER NOT NULL,
  -- Highest sustained wind in knots, lowest central pressure in hectopascal, by the source's agency.
  max_wind_kt REAL CHECK (max_wind_kt >= 0),
  min_pressure_hpa REAL CHECK (min_pressure_hpa > 0),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('storm', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('storm', 'geom');
