-- Results, in typed tables by run. A run's id is the digest of all that determines its rows.
CREATE TABLE run (
  sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  kind TEXT NOT NULL,
  parameters TEXT NOT NULL,
  -- 口径: figures of different bases are never compared, so every layer says its own.
  time_basis TEXT NOT NULL CHECK (time_basis IN ('occurred', 'reported', 'filed')),
  stage TEXT NOT NULL CHECK (stage IN ('calls', 'accepted', 'filed', 'solved')),
  seed INTEGER NOT NULL,
  input_digest TEXT NOT NULL,
  version TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL CHECK (valid_to >= valid_from),
  -- Some of the incidents that were counted are synthetic.
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  -- What the sheet and the layer must say beside the numbers: JSON.
  summary TEXT NOT NULL
);

-- The run that the current layer of a kind shows: the one asked for last.
CREATE TABLE current_run (
  kind TEXT NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE hotspot (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  grid INTEGER NOT NULL REFERENCES grid (id),
  count INTEGER NOT NULL CHECK (count >= 0),
  exposure REAL CHECK (exposure >= 0),
  rate REAL CHECK (rate >= 0),
  z REAL,
  p REAL CHECK (p BETWEEN 0 AND 1),
  q REAL CHECK (q BETWEEN 0 AND 1),
  class TEXT NOT NULL CHECK (class IN
    ('hot_99', 'hot_95', 'none', 'cold_95', 'cold_99', 'too_few', 'unresolved')),
  statistic TEXT NOT NULL,
  draws INTEGER NOT NULL DEFAULT 0 CHECK (draws >= 0),
  UNIQUE (run, grid)
);
CREATE INDEX hotspot_by_grid ON hotspot (grid);

CREATE TABLE cluster (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  cluster INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL CHECK (last_day >= first_day),
  change TEXT CHECK (change IN ('new', 'grown', 'shrunk', 'moved', 'merged', 'split', 'gone')),
  UNIQUE (run, cluster)
);
SELECT AddGeometryColumn('cluster', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('cluster', 'geom');

CREATE TABLE cluster_member (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  cluster INTEGER,
  core INTEGER NOT NULL CHECK (core IN (0, 1)),
  UNIQUE (run, incident)
);
CREATE INDEX cluster_member_by_incident ON cluster_member (incident);
