-- Red, yellow and black records of units (红黄黑) and listings for remediation (挂牌整治), as rules that are a
-- file give them: what stands at the end of a month, what stood month by month, each record with
-- its days and what ended it, and what made it.
CREATE TABLE unit_standing (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('grid', 'village', 'town', 'county')),
  name TEXT NOT NULL,
  -- The heaviest record that stands; none where no rule gave one, unknown where none could.
  class TEXT NOT NULL CHECK (class IN ('listed', 'black', 'yellow', 'red', 'none', 'unknown')),
  -- Records that stand, by what they say.
  red INTEGER NOT NULL CHECK (red >= 0),
  yellow INTEGER NOT NULL CHECK (yellow >= 0),
  black INTEGER NOT NULL CHECK (black >= 0),
  listed INTEGER NOT NULL CHECK (listed >= 0),
  listed_until INTEGER,
  -- The names of the rules that gave them.
  rules_zh TEXT NOT NULL,
  rules_en TEXT NOT NULL,
  -- Documents that are valid in the month, as they were imported.
  award_red INTEGER NOT NULL CHECK (award_red >= 0),
  award_yellow INTEGER NOT NULL CHECK (award_yellow >= 0),
  award_black INTEGER NOT NULL CHECK (award_black >= 0),
  -- What the rules' headline counts: events, what they are counted by, the rate before and after
  -- smoothing with its range, and the range of the rank by it. No rank where the unit is too few.
  count INTEGER CHECK (count >= 0),
  exposure REAL CHECK (exposure >= 0),
  rate REAL,
  smoothed_rate REAL,
  low REAL,
  high REAL CHECK (high >= low),
  rank_low INTEGER CHECK (rank_low > 0),
  rank_high INTEGER CHECK (rank_high >= rank_low),
  ranked INTEGER NOT NULL CHECK (ranked >= 0),
  too_few INTEGER NOT NULL CHECK (too_few IN (0, 1)),
  why_zh TEXT NOT NULL,
  why_en TEXT NOT NULL,
  UNIQUE (run, unit)
);
SELECT AddGeometryColumn('unit_standing', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('unit_standing', 'geom');

CREATE TABLE unit_standing_month (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL,
  name TEXT NOT NULL,
  -- 2026-06.
  month TEXT NOT NULL CHECK (length(month) = 7),
  class TEXT NOT NULL CHECK (class IN ('listed', 'black', 'yellow', 'red', 'none', 'unknown')),
  red INTEGER NOT NULL CHECK (red >= 0),
  yellow INTEGER NOT NULL CHECK (yellow >= 0),
  black INTEGER NOT NULL CHECK (black >= 0),
  listed INTEGER NOT NULL CHECK (listed >= 0),
  -- Records that the month gave, and that it ended.
  given INTEGER NOT NULL CHECK (given >= 0),
  ended INTEGER NOT NULL CHECK (ended >= 0),
  count INTEGER CHECK (count >= 0),
  exposure REAL CHECK (exposure >= 0),
  rate REAL,
  smoothed_rate REAL,
  low REAL,
  high REAL CHECK (high >= low),
  rank_low INTEGER CHECK (rank_low > 0),
  rank_high INTEGER CHECK (rank_high >= rank_low),
  ranked INTEGER NOT NULL CHECK (ranked >= 0),
  UNIQUE (run, unit, month)
);

CREATE TABLE unit_record (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  -- The unit's code, the rule's key and the month, with slashes between.
  number TEXT NOT NULL CHECK (number <> ''),
  unit TEXT NOT NULL,
  name TEXT NOT NULL,
  month TEXT NOT NULL CHECK (length(month) = 7),
  rule TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  colour TEXT NOT NULL CHECK (colour IN ('red', 'yellow', 'black', 'listed')),
  given_on INTEGER NOT NULL,
  -- The last month in which the rule held while it stood.
  last_held TEXT NOT NULL CHECK (length(last_held) = 7),
  expires_on INTEGER NOT NULL CHECK (expires_on > given_on),
  ended_on INTEGER CHECK (ended_on > given_on),
  ended_by TEXT CHECK (ended_by IN ('released', 'expired', 'renewed')),
  -- The number of the record that it follows.
  renews TEXT,
  -- What the rule looked at, side by side; unknown where it counts no rate.
  count REAL CHECK (count >= 0),
  exposure REAL CHECK (exposure >= 0),
  rate REAL,
  smoothed_rate REAL,
  low REAL,
  high REAL CHECK (high >= low),
  rank_low INTEGER CHECK (rank_low > 0),
  rank_high INTEGER CHECK (rank_high >= rank_low),
  ranked INTEGER CHECK (ranked >= 0),
  -- Rows of unit_record_evidence.
  evidence INTEGER NOT NULL CHECK (evidence >= 0),
  -- Who decided by which text of the rules: an office, never a person.
  decided_by TEXT NOT NULL,
  rules TEXT NOT NULL,
  rules_version INTEGER NOT NULL CHECK (rules_version > 0),
  rules_digest TEXT NOT NULL CHECK (length(rules_digest) = 16),
  why_zh TEXT NOT NULL,
  why_en TEXT NOT NULL,
  CHECK ((ended_on IS NULL) = (ended_by IS NULL)),
  UNIQUE (run, number)
);

CREATE TABLE unit_record_evidence (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  record TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('incident', 'hazard', 'task', 'award', 'record', 'register')),
  -- Of incidents.
  category TEXT,
  -- The id, code or number of what it is; of a register, its name.
  reference TEXT NOT NULL CHECK (reference <> ''),
  day INTEGER,
  -- Of a register that names no single rows, how much it holds.
  value REAL,
  UNIQUE (run, record, kind, reference)
);

CREATE VIEW record_scoreboard AS
  SELECT s.id AS fid, s.run, s.unit, s.level, s.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, s.class, s.red, s.yellow, s.black,
    s.listed, date(s.listed_until * 86400, 'unixepoch') AS listed_until, s.rules_zh, s.rules_en,
    s.award_red, s.award_yellow, s.award_black, s.count, s.exposure, s.rate, s.smoothed_rate, s.low,
    s.high, s.rank_low, s.rank_high, s.ranked, s.too_few, s.why_zh, s.why_en, r.time_basis, r.stage,
    r.synthetic, s.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_standing s ON s.run = c.run
  WHERE c.kind = 'records';

CREATE VIEW record_months AS
  SELECT m.id AS fid, m.run, m.unit, m.name, m.month, m.class, m.red, m.yellow, m.black, m.listed,
    m.given, m.ended, m.count, m.exposure, m.rate, m.smoothed_rate, m.low, m.high, m.rank_low,
    m.rank_high, m.ranked, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_standing_month m ON m.run = c.run
  WHERE c.kind = 'records';

CREATE VIEW records AS
  SELECT e.id AS fid, e.run, e.number, e.unit, e.name, e.month, e.rule, e.name_zh, e.name_en, e.colour,
    date(e.given_on * 86400, 'unixepoch') AS given_on, e.last_held,
    date(e.expires_on * 86400, 'unixepoch') AS expires_on,
    date(e.ended_on * 86400, 'unixepoch') AS ended_on, e.ended_by, e.renews, e.count, e.exposure,
    e.rate, e.smoothed_rate, e.low, e.high, e.rank_low, e.rank_high, e.ranked, e.evidence,
    e.decided_by, e.rules, e.rules_version, e.rules_digest, e.why_zh, e.why_en, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_record e ON e.run = c.run
  WHERE c.kind = 'records';

CREATE VIEW record_evidence AS
  SELECT e.id AS fid, e.run, e.record, e.unit, e.kind, e.category, e.reference,
    date(e.day * 86400, 'unixepoch') AS day, e.value, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_record_evidence e ON e.run = c.run
  WHERE c.kind = 'records';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('record_scoreboard', 'geom', 'fid', 'unit_standing', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('record_scoreboard', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
