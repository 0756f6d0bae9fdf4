-- Clusters that keep their identity from run to run, and the results of density, scan and near
-- repeat. A cluster that stays as it was is the `same`; one that is gone has no incidents any more,
-- and keeps the outline and the days of the run before. Only a new table can say so.
CREATE TABLE cluster_before AS SELECT * FROM cluster;
SELECT DiscardGeometryColumn('cluster', 'geom');
DROP TABLE cluster;
DROP TABLE idx_cluster_geom;

CREATE TABLE cluster (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  cluster INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL CHECK (last_day >= first_day),
  -- The first day of its incidents, in this run or in one before that knew it.
  since_day INTEGER CHECK (since_day <= last_day),
  change TEXT CHECK (change IN
    ('new', 'same', 'grown', 'shrunk', 'moved', 'merged', 'split', 'gone')),
  -- Of the run before: how many incidents, and which clusters it came of, parted by spaces.
  n_before INTEGER CHECK (n_before >= 0),
  origins TEXT,
  -- Of one that is gone: the cluster that it became part of.
  merged_into INTEGER,
  UNIQUE (run, cluster),
  CHECK ((n = 0) = (coalesce(change, '') = 'gone'))
);
SELECT AddGeometryColumn('cluster', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('cluster', 'geom');

INSERT INTO cluster (id, run, cluster, n, first_day, last_day, change, geom)
SELECT id, run, cluster, n, first_day, last_day, change, geom FROM cluster_before;
DROP TABLE cluster_before;

-- How surely an incident belongs to its cluster; only HDBSCAN says it.
ALTER TABLE cluster_member ADD COLUMN probability REAL CHECK (probability BETWEEN 0 AND 1);

-- A part of the area where the density reaches a level.
CREATE TABLE density_contour (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  level INTEGER NOT NULL CHECK (level > 0),
  part INTEGER NOT NULL CHECK (part > 0),
  -- Incidents a square kilometre over the days of the run, at the border of the part.
  value REAL NOT NULL CHECK (value > 0),
  -- The share of all incidents, spread by the kernel, that lies where this level is reached.
  share REAL NOT NULL CHECK (share > 0 AND share <= 1),
  -- Incidents inside.
  n INTEGER NOT NULL CHECK (n >= 0),
  area_m2 REAL NOT NULL CHECK (area_m2 > 0),
  UNIQUE (run, level, part)
);
SELECT AddGeometryColumn('density_contour', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('density_contour', 'geom');

-- The density of a grid, cell or village. A village has no border of its own, so a row keeps the
-- area that it stands for.
CREATE TABLE density_unit (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('grid', 'lattice', 'village')),
  name TEXT NOT NULL,
  value REAL NOT NULL CHECK (value >= 0),
  -- The highest level of the contours that the density reaches; 0 for none.
  band INTEGER NOT NULL CHECK (band >= 0),
  UNIQUE (run, unit)
);
SELECT AddGeometryColumn('density_unit', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('density_unit', 'geom');

CREATE TABLE scan_cluster (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL CHECK (rank > 0),
  -- More cases than chance gives, or fewer.
  rate TEXT NOT NULL CHECK (rate IN ('high', 'low')),
  llr REAL NOT NULL CHECK (llr >= 0),
  p REAL CHECK (p > 0 AND p <= 1),
  gumbel_p REAL CHECK (gumbel_p >= 0 AND gumbel_p <= 1),
  observed INTEGER NOT NULL CHECK (observed >= 0),
  expected REAL NOT NULL CHECK (expected >= 0),
  relative_risk REAL CHECK (relative_risk >= 0),
  recurrence_days REAL CHECK (recurrence_days > 0),
  window_from INTEGER NOT NULL,
  window_to INTEGER NOT NULL CHECK (window_to >= window_from),
  radius_m REAL NOT NULL CHECK (radius_m >= 0),
  -- The unit around which the circle is drawn, how many it holds, and their codes, the nearest
  -- first, parted by spaces.
  centre TEXT NOT NULL,
  units INTEGER NOT NULL CHECK (units > 0),
  members TEXT NOT NULL,
  UNIQUE (run, rank)
);
SELECT AddGeometryColumn('scan_cluster', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('scan_cluster', 'geom');

-- Pairs of incidents by distance and time, beside those that chance gives.
CREATE TABLE near_repeat_cell (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  distance_band INTEGER NOT NULL CHECK (distance_band > 0),
  time_band INTEGER NOT NULL CHECK (time_band > 0),
  -- In words: 0 < d < 100 m, 0 ≤ t < 7 d.
  distance TEXT NOT NULL,
  time TEXT NOT NULL,
  -- Parts of pairs where times are stretches.
  observed REAL NOT NULL CHECK (observed >= 0),
  expected REAL NOT NULL CHECK (expected >= 0),
  mean REAL CHECK (mean >= 0),
  median REAL CHECK (median >= 0),
  factor REAL CHECK (factor >= 0),
  p REAL CHECK (p > 0 AND p <= 1),
  poisson_p REAL CHECK (poisson_p BETWEEN 0 AND 1),
  UNIQUE (run, distance_band, time_band)
);

-- How many incidents fall in an hour of the week, local time: each spread evenly over the stretch
-- in which it is known to lie.
CREATE TABLE aoristic_hour (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  -- From 1, Monday.
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  weight REAL NOT NULL CHECK (weight >= 0),
  UNIQUE (run, weekday, hour)
);

-- Around an incident: where, and until when, more are to be expected.
CREATE TABLE near_repeat_zone (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  from_day INTEGER NOT NULL,
  until_day INTEGER NOT NULL CHECK (until_day >= from_day),
  inner_radius_m REAL NOT NULL CHECK (inner_radius_m >= 0),
  radius_m REAL NOT NULL CHECK (radius_m >= inner_radius_m),
  factor REAL NOT NULL CHECK (factor > 0),
  p REAL NOT NULL CHECK (p > 0 AND p <= 1),
  UNIQUE (run, incident, from_day, radius_m)
);
SELECT AddGeometryColumn('near_repeat_zone', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('near_repeat_zone', 'geom');
CREATE INDEX near_repeat_zone_by_incident ON near_repeat_zone (incident);

DROP VIEW clusters;
CREATE VIEW clusters AS
  SELECT k.id AS fid, k.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, k.cluster, k.n,
    date(k.first_day * 86400, 'unixepoch') AS first, date(k.last_day * 86400, 'unixepoch') AS last,
    k.change, date(k.since_day * 86400, 'unixepoch') AS since, k.n_before, k.origins,
    k.merged_into, r.time_basis, r.stage, r.synthetic, k.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN cluster k ON k.run = c.run
  WHERE c.kind = 'clusters';

DROP VIEW cluster_members;
CREATE VIEW cluster_members AS
  SELECT i.id AS fid, m.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, i.source, i.source_id AS incident,
    i.category, m.cluster, m.core, m.probability, i.synthetic, i.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN cluster_member m ON m.run = c.run JOIN incident i ON i.id = m.incident
  WHERE c.kind = 'clusters';

CREATE VIEW density AS
  SELECT d.id AS fid, d.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, d.level, d.value, d.share, d.n, d.area_m2,
    r.time_basis, r.stage, r.synthetic, d.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN density_contour d ON d.run = c.run
  WHERE c.kind = 'density';

CREATE VIEW density_units AS
  SELECT u.id AS fid, u.run, u.unit, u.level, u.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, u.value, u.band, r.time_basis, r.stage,
    r.synthetic, u.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN density_unit u ON u.run = c.run
  WHERE c.kind = 'density';

CREATE VIEW scan_clusters AS
  SELECT s.id AS fid, s.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, s.rank, s.rate, s.llr, s.p, s.gumbel_p,
    s.observed, s.expected, s.relative_risk, s.recurrence_days,
    date(s.window_from * 86400, 'unixepoch') AS window_from,
    date(s.window_to * 86400, 'unixepoch') AS window_to, s.radius_m, s.centre, s.units, s.members,
    r.time_basis, r.stage, r.synthetic, s.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN scan_cluster s ON s.run = c.run
  WHERE c.kind = 'scan';

CREATE VIEW near_repeat AS
  SELECT z.id AS fid, z.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, i.source, i.source_id AS origin, i.category,
    date(z.from_day * 86400, 'unixepoch') AS "from",
    date(z.until_day * 86400, 'unixepoch') AS until, z.inner_radius_m, z.radius_m, z.factor, z.p,
    r.time_basis, r.stage, r.synthetic, z.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN near_repeat_zone z ON z.run = c.run
    JOIN incident i ON i.id = z.incident
  WHERE c.kind = 'near-repeat';

CREATE VIEW near_repeat_table AS
  SELECT t.id AS fid, t.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, t.distance_band, t.time_band, t.distance,
    t.time, t.observed, t.expected, t.mean, t.median, t.factor, t.p, t.poisson_p, r.time_basis,
    r.stage, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN near_repeat_cell t ON t.run = c.run
  WHERE c.kind = 'near-repeat';

CREATE VIEW aoristic_hours AS
  SELECT h.id AS fid, h.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, h.weekday, h.hour, h.weight, r.time_basis,
    r.stage, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN aoristic_hour h ON h.run = c.run
  WHERE c.kind = 'near-repeat';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
  ('density', 'geom', 'fid', 'density_contour', 'geom', 1),
  ('density_units', 'geom', 'fid', 'density_unit', 'geom', 1),
  ('scan_clusters', 'geom', 'fid', 'scan_cluster', 'geom', 1),
  ('near_repeat', 'geom', 'fid', 'near_repeat_zone', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
SELECT view_name, view_geometry, 0 FROM views_geometry_columns
WHERE view_name IN ('density', 'density_units', 'scan_clusters', 'near_repeat');

UPDATE geometry_columns_auth SET read_only = 1;
