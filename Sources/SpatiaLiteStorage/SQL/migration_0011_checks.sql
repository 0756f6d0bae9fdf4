-- What checks find: incidents that two sources may tell of, faults between the grids, and how far
-- the incidents of a grid can be trusted.
CREATE TABLE same_event_suggestion (
  first INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  second INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  distance_m REAL NOT NULL CHECK (distance_m >= 0),
  -- Between the two times; 0 where they overlap.
  gap_s INTEGER NOT NULL CHECK (gap_s >= 0),
  import INTEGER REFERENCES import (id),
  PRIMARY KEY (first, second),
  CHECK (first < second)
) WITHOUT ROWID;
CREATE INDEX same_event_suggestion_by_second ON same_event_suggestion (second);

CREATE TABLE grid_fault (
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('overlap', 'gap', 'sliver', 'invalid')),
  -- Codes, parted by spaces.
  grids TEXT NOT NULL,
  area_m2 REAL NOT NULL CHECK (area_m2 >= 0),
  width_m REAL NOT NULL CHECK (width_m >= 0)
);
SELECT AddGeometryColumn('grid_fault', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('grid_fault', 'geom');

CREATE TABLE grid_quality (
  grid INTEGER NOT NULL PRIMARY KEY REFERENCES grid (id) ON DELETE CASCADE,
  n INTEGER NOT NULL CHECK (n > 0),
  exact_share REAL NOT NULL,
  -- On a coordinate that too many rows share to the last digit.
  spike_rows INTEGER NOT NULL,
  days_only_share REAL NOT NULL,
  midnight_share REAL NOT NULL,
  future_rows INTEGER NOT NULL,
  reported_share REAL NOT NULL,
  subcategory_share REAL NOT NULL,
  severity_share REAL NOT NULL,
  loss_share REAL NOT NULL,
  status_share REAL NOT NULL,
  -- The mean of the five shares before it.
  completeness REAL NOT NULL
);

CREATE VIEW grid_faults AS
  SELECT id AS fid, kind, grids, area_m2, width_m, geom FROM grid_fault;

CREATE VIEW data_quality AS
  SELECT g.id AS fid, g.code AS unit, g.name, q.n, q.exact_share, q.spike_rows,
    q.days_only_share, q.midnight_share, q.future_rows, q.completeness, q.reported_share,
    q.subcategory_share, q.severity_share, q.loss_share, q.status_share, g.geom
  FROM grid_quality q JOIN grid g ON g.id = q.grid;

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
  ('grid_faults', 'geom', 'fid', 'grid_fault', 'geom', 1),
  ('data_quality', 'geom', 'fid', 'grid', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
SELECT view_name, view_geometry, 0 FROM views_geometry_columns
WHERE view_name IN ('grid_faults', 'data_quality');

UPDATE geometry_columns_auth SET read_only = 1;
