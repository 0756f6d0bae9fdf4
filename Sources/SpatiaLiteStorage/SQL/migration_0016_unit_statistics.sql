-- Villages as units of analysis beside grids and cells, and what the statistics of units find: local
-- Moran beside Gi*, rates and smoothed rates, tests of the whole study, and hot spots through time.

-- A village is counted in as an area of its own, which `grid` keeps like a border of a grid: by
-- version, for the runs that counted in it. Its code may be that of a grid, so a code is unique by
-- support. Only a new table can take rules back; no other is touched, since the keys stay.
CREATE TABLE grid_before AS SELECT * FROM grid;
SELECT DiscardGeometryColumn('grid', 'geom');
DROP TABLE grid;
DROP TABLE idx_grid_geom;

CREATE TABLE grid (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CHECK (code <> ''),
  support TEXT NOT NULL CHECK (support IN ('grid', 'lattice', 'village')),
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
  UNIQUE (code, support, version),
  CHECK (is_current = 0 OR valid_to IS NULL),
  CHECK ((support = 'lattice') = (lattice_cell IS NOT NULL)),
  CHECK ((support = 'lattice') = (lattice_column IS NOT NULL AND lattice_row IS NOT NULL))
);
SELECT AddGeometryColumn('grid', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('grid', 'geom');
CREATE UNIQUE INDEX grid_by_code ON grid (code, support) WHERE is_current = 1;

INSERT INTO grid (
  id, code, support, name, kind, population, households, workers, staff, area_m2, label_x, label_y,
  lattice_cell, lattice_column, lattice_row, lattice_active, version, valid_from, valid_to,
  is_current, synthetic, import, geom)
SELECT id, code, support, name, kind, population, households, workers, staff, area_m2, label_x,
  label_y, lattice_cell, lattice_column, lattice_row, lattice_active, version, valid_from,
  valid_to, is_current, synthetic, import, geom
FROM grid_before;
DROP TABLE grid_before;

CREATE TRIGGER journal_grid BEFORE UPDATE ON grid
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20,
    v21)
  VALUES (NEW.import, OLD.import, 'grid', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.support IS NOT NEW.support, 'support ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.population IS NOT NEW.population, 'population ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.workers IS NOT NEW.workers, 'workers ', '')
      || iif(OLD.staff IS NOT NEW.staff, 'staff ', '')
      || iif(OLD.area_m2 IS NOT NEW.area_m2, 'area_m2 ', '')
      || iif(OLD.label_x IS NOT NEW.label_x, 'label_x ', '')
      || iif(OLD.label_y IS NOT NEW.label_y, 'label_y ', '')
      || iif(OLD.lattice_cell IS NOT NEW.lattice_cell, 'lattice_cell ', '')
      || iif(OLD.lattice_column IS NOT NEW.lattice_column, 'lattice_column ', '')
      || iif(OLD.lattice_row IS NOT NEW.lattice_row, 'lattice_row ', '')
      || iif(OLD.lattice_active IS NOT NEW.lattice_active, 'lattice_active ', '')
      || iif(OLD.version IS NOT NEW.version, 'version ', '')
      || iif(OLD.valid_from IS NOT NEW.valid_from, 'valid_from ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.is_current IS NOT NEW.is_current, 'is_current ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.support, OLD.name, OLD.kind, OLD.population, OLD.households, OLD.workers,
    OLD.staff, OLD.area_m2, OLD.label_x, OLD.label_y, OLD.lattice_cell, OLD.lattice_column,
    OLD.lattice_row, OLD.lattice_active, OLD.version, OLD.valid_from, OLD.valid_to,
    OLD.is_current, OLD.synthetic, OLD.geom);
END;

-- The numbers behind a unit's class that not every statistic has.
-- Neighbours that were counted; 0 for an island.
ALTER TABLE hotspot ADD COLUMN neighbours INTEGER CHECK (neighbours >= 0);
-- The rate drawn towards a mean as far as chance alone could have moved it.
ALTER TABLE hotspot ADD COLUMN smoothed_rate REAL CHECK (smoothed_rate >= 0);
-- Local Moran: I, the unit's own value and the mean of its neighbours' in standard deviations.
ALTER TABLE hotspot ADD COLUMN moran_i REAL;
ALTER TABLE hotspot ADD COLUMN score REAL;
ALTER TABLE hotspot ADD COLUMN lag REAL;
-- Where it lies in Moran's scatter plot, significant or not; and its class there.
ALTER TABLE hotspot ADD COLUMN quadrant TEXT
  CHECK (quadrant IN ('high_high', 'low_low', 'high_low', 'low_high'));
ALTER TABLE hotspot ADD COLUMN lisa TEXT
  CHECK (lisa IN ('high_high', 'low_low', 'high_low', 'low_high', 'none', 'too_few', 'unresolved'));
-- Of the category that it is compared with.
ALTER TABLE hotspot ADD COLUMN with_count INTEGER CHECK (with_count >= 0);
ALTER TABLE hotspot ADD COLUMN with_rate REAL CHECK (with_rate >= 0);

-- What a run says of the study as a whole.
CREATE TABLE autocorrelation_test (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  statistic TEXT NOT NULL
    CHECK (statistic IN ('moran', 'geary', 'moran-eb', 'bivariate-moran')),
  -- Units whose value is known.
  units INTEGER NOT NULL CHECK (units >= 0),
  value REAL,
  -- Without pattern.
  expected REAL,
  -- If the values are dealt out anew, by formula; in its deviations; the normal p of that.
  variance REAL CHECK (variance > 0),
  z REAL,
  normal_p REAL CHECK (normal_p BETWEEN 0 AND 1),
  -- By permutations.
  p REAL CHECK (p BETWEEN 0 AND 1),
  draws INTEGER NOT NULL CHECK (draws >= 0),
  class TEXT NOT NULL CHECK (class IN (
    'clustered_99', 'clustered_95', 'none', 'dispersed_95', 'dispersed_99', 'too_few',
    'unresolved')),
  -- Why it has no value, where it has none.
  refusal TEXT,
  UNIQUE (run, statistic),
  CHECK ((value IS NULL) = (refusal IS NOT NULL))
);

-- What the history of a unit is called, and why.
CREATE TABLE emerging_unit (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  grid INTEGER NOT NULL REFERENCES grid (id),
  -- In all bins together.
  count INTEGER NOT NULL CHECK (count >= 0),
  class TEXT NOT NULL CHECK (class IN (
    'new_hot', 'consecutive_hot', 'intensifying_hot', 'persistent_hot', 'diminishing_hot',
    'sporadic_hot', 'oscillating_hot', 'historical_hot', 'new_cold', 'consecutive_cold',
    'intensifying_cold', 'persistent_cold', 'diminishing_cold', 'sporadic_cold',
    'oscillating_cold', 'historical_cold', 'none', 'too_few')),
  rule TEXT NOT NULL,
  -- The first days of the bins that gave the class, and of those on the other side.
  bins TEXT NOT NULL,
  opposite_bins TEXT NOT NULL,
  -- The first day of the unbroken row of such bins that ends with the last one.
  since INTEGER,
  bin_count INTEGER NOT NULL CHECK (bin_count > 0),
  step_days INTEGER NOT NULL CHECK (step_days > 0),
  hot_bins INTEGER NOT NULL CHECK (hot_bins >= 0),
  cold_bins INTEGER NOT NULL CHECK (cold_bins >= 0),
  -- Bins that the draws made do not decide.
  unresolved_bins INTEGER NOT NULL CHECK (unresolved_bins >= 0),
  -- Mann-Kendall over the scores of all bins; the slope in standard deviations a bin.
  trend TEXT CHECK (trend IN ('up', 'down', 'none')),
  trend_z REAL,
  trend_p REAL CHECK (trend_p BETWEEN 0 AND 1),
  tau REAL CHECK (tau BETWEEN -1 AND 1),
  slope REAL,
  -- Of the last bin.
  z REAL,
  p REAL CHECK (p BETWEEN 0 AND 1),
  q REAL CHECK (q BETWEEN 0 AND 1),
  UNIQUE (run, grid)
);
CREATE INDEX emerging_unit_by_grid ON emerging_unit (grid);

-- The numbers of every bin of every unit.
CREATE TABLE emerging_bin (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  grid INTEGER NOT NULL REFERENCES grid (id),
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL CHECK (last_day >= first_day),
  count INTEGER NOT NULL CHECK (count >= 0),
  z REAL,
  p REAL CHECK (p BETWEEN 0 AND 1),
  q REAL CHECK (q BETWEEN 0 AND 1),
  class TEXT NOT NULL CHECK (class IN
    ('hot_99', 'hot_95', 'none', 'cold_95', 'cold_99', 'too_few', 'unresolved')),
  UNIQUE (run, grid, first_day)
);
CREATE INDEX emerging_bin_by_grid ON emerging_bin (grid);

-- The layers that QGIS shows of them.
DROP VIEW hotspots;
CREATE VIEW hotspots AS
  SELECT g.id AS fid, h.run, g.code AS unit, g.support AS level, g.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to,
    h.count, h.exposure, h.rate, h.smoothed_rate, h.z, h.p, h.q, h.class, h.statistic, h.draws,
    h.neighbours, h.moran_i, h.score, h.lag, h.quadrant, h.lisa, h.with_count, h.with_rate,
    r.time_basis, r.stage, r.synthetic, g.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN hotspot h ON h.run = c.run JOIN grid g ON g.id = h.grid
  WHERE c.kind = 'hotspots';

CREATE VIEW autocorrelation AS
  SELECT t.id AS fid, t.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, t.statistic, t.units, t.value, t.expected,
    t.variance, t.z, t.normal_p, t.p, t.draws, t.class, t.refusal, r.time_basis, r.stage,
    r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN autocorrelation_test t ON t.run = c.run
  WHERE c.kind = 'hotspots';

CREATE VIEW emerging AS
  SELECT g.id AS fid, e.run, g.code AS unit, g.support AS level, g.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, e.count, e.class, e.rule, e.bins,
    e.opposite_bins, date(e.since * 86400, 'unixepoch') AS since, e.bin_count, e.step_days,
    e.hot_bins, e.cold_bins, e.unresolved_bins, e.trend, e.trend_z, e.trend_p, e.tau, e.slope,
    e.z, e.p, e.q, r.time_basis, r.stage, r.synthetic, g.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN emerging_unit e ON e.run = c.run JOIN grid g ON g.id = e.grid
  WHERE c.kind = 'emerging';

CREATE VIEW emerging_bins AS
  SELECT b.id AS fid, b.run, g.code AS unit, g.support AS level, g.name,
    date(b.first_day * 86400, 'unixepoch') AS valid_from,
    date(b.last_day * 86400, 'unixepoch') AS valid_to, b.count, b.z, b.p, b.q, b.class,
    r.time_basis, r.stage, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN emerging_bin b ON b.run = c.run JOIN grid g ON g.id = b.grid
  WHERE c.kind = 'emerging';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('emerging', 'geom', 'fid', 'grid', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('emerging', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
