-- What happened: places and kinds, never people. Times are UTC seconds; days are local days.
CREATE TABLE incident (
  id INTEGER NOT NULL PRIMARY KEY,
  source TEXT NOT NULL CHECK (source <> ''),
  source_id TEXT NOT NULL CHECK (source_id <> ''),
  category TEXT NOT NULL CHECK (category <> ''),
  subcategory TEXT,
  occurred_from INTEGER NOT NULL,
  occurred_to INTEGER CHECK (occurred_to >= occurred_from),
  day INTEGER NOT NULL,
  reported_at INTEGER,
  reported_day INTEGER,
  place_code TEXT,
  location_precision TEXT NOT NULL
    CHECK (location_precision IN ('exact', 'street', 'village', 'area')),
  severity INTEGER CHECK (severity BETWEEN 1 AND 5),
  loss_fen INTEGER CHECK (loss_fen >= 0),
  -- For readers of the file: a generated column keeps its type in a view.
  loss_yuan REAL GENERATED ALWAYS AS (loss_fen / 100.0) VIRTUAL,
  deaths INTEGER CHECK (deaths >= 0),
  injuries INTEGER CHECK (injuries >= 0),
  status TEXT CHECK (status IN
    ('reported', 'accepted', 'filed', 'solved', 'mediated', 'closed', 'reopened')),
  status_at INTEGER,
  grid INTEGER REFERENCES grid (id) ON DELETE SET NULL,
  -- Metres east and north in the store's metric CRS; null together with the point.
  x REAL,
  y REAL,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (source, source_id),
  CHECK ((x IS NULL) = (y IS NULL)),
  CHECK ((reported_at IS NULL) = (reported_day IS NULL)),
  CHECK (x IS NOT NULL OR place_code IS NOT NULL),
  CHECK (location_precision = 'area' OR x IS NOT NULL)
);
SELECT AddGeometryColumn('incident', 'geom', 4326, 'POINT', 'XY', 0);
SELECT CreateSpatialIndex('incident', 'geom');
CREATE INDEX incident_by_day ON incident (day);
CREATE INDEX incident_by_grid ON incident (grid);

CREATE TABLE incident_status (
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN
    ('reported', 'accepted', 'filed', 'solved', 'mediated', 'closed', 'reopened')),
  at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  PRIMARY KEY (incident, status, at)
) WITHOUT ROWID;
