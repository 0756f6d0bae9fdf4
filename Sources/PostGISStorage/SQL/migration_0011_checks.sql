-- What checks find: incidents that two sources may tell of, faults between the grids, and how far
-- the incidents of a grid can be trusted.
CREATE TABLE same_event_suggestion (
  first bigint NOT NULL REFERENCES incident_key (id) ON DELETE CASCADE,
  second bigint NOT NULL REFERENCES incident_key (id) ON DELETE CASCADE,
  distance_m double precision NOT NULL CHECK (distance_m >= 0),
  -- Between the two times; 0 where they overlap.
  gap_s bigint NOT NULL CHECK (gap_s >= 0),
  import bigint REFERENCES import (id),
  PRIMARY KEY (first, second),
  CHECK (first < second)
);
CREATE INDEX same_event_suggestion_by_second ON same_event_suggestion (second);

CREATE TABLE grid_fault (
  id bigint NOT NULL PRIMARY KEY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('overlap', 'gap', 'sliver', 'invalid')),
  -- Codes, parted by spaces.
  grids text COLLATE "C" NOT NULL,
  area_m2 double precision NOT NULL CHECK (area_m2 >= 0),
  width_m double precision NOT NULL CHECK (width_m >= 0),
  geom geometry(MultiPolygon, 4326) NOT NULL
);
CREATE INDEX grid_fault_by_place ON grid_fault USING gist (geom);

CREATE TABLE grid_quality (
  grid bigint NOT NULL PRIMARY KEY REFERENCES grid (id) ON DELETE CASCADE,
  n integer NOT NULL CHECK (n > 0),
  exact_share double precision NOT NULL,
  -- On a coordinate that too many rows share to the last digit.
  spike_rows integer NOT NULL,
  days_only_share double precision NOT NULL,
  midnight_share double precision NOT NULL,
  future_rows integer NOT NULL,
  reported_share double precision NOT NULL,
  subcategory_share double precision NOT NULL,
  severity_share double precision NOT NULL,
  loss_share double precision NOT NULL,
  status_share double precision NOT NULL,
  -- The mean of the five shares before it.
  completeness double precision NOT NULL
);

CREATE VIEW grid_faults AS
  SELECT id AS fid, kind, grids, area_m2, width_m, geom FROM grid_fault;

CREATE VIEW data_quality AS
  SELECT g.id AS fid, g.code AS unit, g.name, q.n, q.exact_share, q.spike_rows,
    q.days_only_share, q.midnight_share, q.future_rows, q.completeness, q.reported_share,
    q.subcategory_share, q.severity_share, q.loss_share, q.status_share, g.geom
  FROM grid_quality q JOIN grid g ON g.id = q.grid;
