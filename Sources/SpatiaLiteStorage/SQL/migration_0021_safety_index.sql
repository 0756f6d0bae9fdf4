-- Scores of units by a framework, with their ranges, and what each indicator adds to each of them.
-- The border is kept with the score: a town's is drawn from its grids as they were.
CREATE TABLE unit_score (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('grid', 'village', 'town', 'county')),
  name TEXT NOT NULL,
  -- Points from 0 to 100; unknown where too little is known of the unit.
  score REAL CHECK (score BETWEEN 0 AND 100),
  low REAL,
  high REAL CHECK (high >= low),
  -- What the lower bound has earned; none where the unit is too few to rank.
  stars INTEGER CHECK (stars BETWEEN 1 AND 5),
  rank_low INTEGER CHECK (rank_low > 0),
  rank_high INTEGER CHECK (rank_high >= rank_low),
  class TEXT NOT NULL CHECK (class IN
    ('star_1', 'star_2', 'star_3', 'star_4', 'star_5', 'too_few', 'unknown')),
  -- Points since the run that it was compared with, and the p of its being chance.
  change REAL,
  change_p REAL CHECK (change_p BETWEEN 0 AND 1),
  why_zh TEXT,
  why_en TEXT,
  UNIQUE (run, unit)
);
SELECT AddGeometryColumn('unit_score', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('unit_score', 'geom');

CREATE TABLE unit_score_part (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL,
  indicator TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  -- Events and what they are counted by; of a share, the part and the whole.
  count REAL CHECK (count >= 0),
  exposure REAL CHECK (exposure >= 0),
  -- Before and after smoothing.
  raw REAL,
  value REAL,
  scaled REAL,
  weight REAL NOT NULL CHECK (weight BETWEEN 0 AND 1.000001),
  -- Points: those of a unit add up to its score, and the lost ones to what it lacks of 100.
  contribution REAL,
  lost REAL,
  UNIQUE (run, unit, indicator)
);

CREATE VIEW safety_index AS
  SELECT s.id AS fid, s.run, s.unit, s.level, s.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, s.score, s.low, s.high, s.stars,
    s.rank_low, s.rank_high, s.class, s.change, s.change_p, s.why_zh, s.why_en, r.time_basis,
    r.stage, r.synthetic, s.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_score s ON s.run = c.run
  WHERE c.kind = 'safety-index';

CREATE VIEW safety_index_contributions AS
  SELECT c.id AS fid, c.run, c.unit, c.indicator, c.name_zh, c.name_en,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, c.count, c.exposure, c.raw, c.value,
    c.scaled, c.weight, c.contribution, c.lost, r.synthetic
  FROM current_run k JOIN run r ON r.id = k.run JOIN unit_score_part c ON c.run = k.run
  WHERE k.kind = 'safety-index';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('safety_index', 'geom', 'fid', 'unit_score', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('safety_index', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
