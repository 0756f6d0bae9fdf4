-- The gaps of insurance cover and what storms can do: results by run, WGS 84. Measures are never
-- mixed; money of results is yuan, a real number where it is an expectation.

-- Who and what is covered in each zone or grid, and why the rest is not. A zone has a row in its
-- own unit and one in yuan.
CREATE TABLE coverage_gap (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('zone', 'grid')),
  name TEXT NOT NULL,
  scheme TEXT NOT NULL,
  -- Persons at work for a year, units of stock, or yuan: never added to each other.
  measure TEXT NOT NULL
    CHECK (measure IN ('person_years', 'mu', 'kou', 'xiang', 'yuan', 'households', 'persons')),
  -- What a loss is of: all that is destroyed, or what a policy would pay.
  basis TEXT NOT NULL CHECK (basis IN ('ground_up', 'policy')),
  -- Unknown where the register does not say.
  exposure REAL CHECK (exposure >= 0),
  insured REAL CHECK (insured >= 0),
  other_cover REAL CHECK (other_cover >= 0),
  -- Exposure = insured + other_cover + gap.
  gap REAL CHECK (gap >= 0),
  gap_no_policy REAL CHECK (gap_no_policy >= 0),
  gap_under_limit REAL CHECK (gap_under_limit >= 0),
  gap_excluded REAL CHECK (gap_excluded >= 0),
  -- A term that nobody printed is neither a gap nor a cover.
  gap_unknown REAL CHECK (gap_unknown >= 0),
  obligation TEXT NOT NULL CHECK (obligation IN ('compulsory', 'voluntary', 'unknown')),
  penetration REAL CHECK (penetration BETWEEN 0 AND 1),
  penetration_low REAL,
  penetration_high REAL,
  -- Yuan a year, on the basis beside it; unknown without experience.
  expected_uninsured_loss REAL CHECK (expected_uninsured_loss >= 0),
  low REAL,
  -- Counts what is unknown as uninsured.
  high REAL CHECK (high >= low),
  policies INTEGER NOT NULL CHECK (policies >= 0),
  -- Insured beyond what is exposed: an error of the register, in no sum.
  excess REAL CHECK (excess >= 0),
  class TEXT NOT NULL
    CHECK (class IN ('none', 'little', 'part', 'most', 'unknown', 'no_exposure')),
  species TEXT,
  licence TEXT,
  -- Lies where farming is forbidden; unknown is null.
  prohibited INTEGER CHECK (prohibited IN (0, 1)),
  -- The nearest of the coast.
  segment TEXT,
  segment_metres REAL CHECK (segment_metres >= 0),
  exposure_class TEXT,
  -- Policies of a village or the county, shared by households or persons.
  spread INTEGER NOT NULL CHECK (spread IN (0, 1)),
  -- Of a year up to the day.
  incidents INTEGER CHECK (incidents >= 0),
  -- Of a year up to the day.
  claims INTEGER CHECK (claims >= 0),
  -- Incidents a household and year, drawn to the mean as far as chance goes.
  risk REAL CHECK (risk >= 0),
  -- Incidents a year expected in what is not covered.
  gap_risk REAL CHECK (gap_risk >= 0),
  -- Of the safety budget, three ways side by side.
  share_by_risk INTEGER CHECK (share_by_risk >= 0),
  share_by_need INTEGER CHECK (share_by_need >= 0),
  share_by_premium INTEGER CHECK (share_by_premium >= 0),
  UNIQUE (run, unit, measure)
);

SELECT AddGeometryColumn('coverage_gap', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('coverage_gap', 'geom');

-- The same for stretches of the coast: sums of the zones nearest to each.
CREATE TABLE coast_gap (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level = 'coast_segment'),
  name TEXT NOT NULL,
  scheme TEXT NOT NULL,
  -- Persons at work for a year, units of stock, or yuan: never added to each other.
  measure TEXT NOT NULL
    CHECK (measure IN ('person_years', 'mu', 'kou', 'xiang', 'yuan', 'households', 'persons')),
  -- What a loss is of: all that is destroyed, or what a policy would pay.
  basis TEXT NOT NULL CHECK (basis IN ('ground_up', 'policy')),
  -- Unknown where the register does not say.
  exposure REAL CHECK (exposure >= 0),
  insured REAL CHECK (insured >= 0),
  other_cover REAL CHECK (other_cover >= 0),
  -- Exposure = insured + other_cover + gap.
  gap REAL CHECK (gap >= 0),
  gap_no_policy REAL CHECK (gap_no_policy >= 0),
  gap_under_limit REAL CHECK (gap_under_limit >= 0),
  gap_excluded REAL CHECK (gap_excluded >= 0),
  -- A term that nobody printed is neither a gap nor a cover.
  gap_unknown REAL CHECK (gap_unknown >= 0),
  obligation TEXT NOT NULL CHECK (obligation IN ('compulsory', 'voluntary', 'unknown')),
  penetration REAL CHECK (penetration BETWEEN 0 AND 1),
  penetration_low REAL,
  penetration_high REAL,
  -- Yuan a year, on the basis beside it; unknown without experience.
  expected_uninsured_loss REAL CHECK (expected_uninsured_loss >= 0),
  low REAL,
  -- Counts what is unknown as uninsured.
  high REAL CHECK (high >= low),
  policies INTEGER NOT NULL CHECK (policies >= 0),
  -- Insured beyond what is exposed: an error of the register, in no sum.
  excess REAL CHECK (excess >= 0),
  class TEXT NOT NULL
    CHECK (class IN ('none', 'little', 'part', 'most', 'unknown', 'no_exposure')),
  zones INTEGER NOT NULL CHECK (zones >= 0),
  exposure_class TEXT,
  -- Of the line that is kept here: a coast has no length of its own.
  length_m REAL CHECK (length_m >= 0),
  UNIQUE (run, unit, measure)
);

SELECT AddGeometryColumn('coast_gap', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('coast_gap', 'geom');

-- Where a subsidy budget does most: what each zone gets, before and after.
CREATE TABLE subsidy_zone (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level = 'zone'),
  name TEXT NOT NULL,
  scheme TEXT NOT NULL,
  town TEXT,
  -- What_if: no text of the scheme grants such a subsidy.
  label TEXT NOT NULL CHECK (label IN ('what_if', 'scheme_rule')),
  measure TEXT NOT NULL
    CHECK (measure IN ('person_years', 'mu', 'kou', 'xiang', 'yuan', 'households', 'persons')),
  proposed INTEGER NOT NULL CHECK (proposed IN (0, 1)),
  -- Why nothing is proposed here.
  reason TEXT,
  subsidy_level INTEGER NOT NULL CHECK (subsidy_level >= 0),
  subsidy_share REAL NOT NULL CHECK (subsidy_share BETWEEN 0 AND 1),
  uninsured_before REAL CHECK (uninsured_before >= 0),
  uninsured_after REAL CHECK (uninsured_after >= 0),
  penetration_before REAL,
  penetration_after REAL,
  loss_before REAL CHECK (loss_before >= 0),
  loss_after REAL CHECK (loss_after >= 0),
  cost_yuan INTEGER NOT NULL CHECK (cost_yuan >= 0),
  -- What taking the best ratio first would give.
  greedy_cost_yuan INTEGER NOT NULL CHECK (greedy_cost_yuan >= 0),
  class TEXT NOT NULL CHECK (class IN ('most', 'some', 'nothing', 'not_proposed')),
  UNIQUE (run, unit)
);

SELECT AddGeometryColumn('subsidy_zone', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('subsidy_zone', 'geom');

-- What lies inside a footprint or a storm: zones and grids with what is insured there.
CREATE TABLE exposure_unit (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  footprint TEXT NOT NULL CHECK (footprint <> ''),
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('zone', 'grid')),
  name TEXT NOT NULL,
  -- Of the area; of a storm, 1 where its wind reaches the gate.
  inside_share REAL NOT NULL CHECK (inside_share BETWEEN 0 AND 1),
  households REAL CHECK (households >= 0),
  -- Residents; of a zone, crews still at sea, and only with an evacuated share.
  people REAL CHECK (people >= 0),
  -- Of the stock in that month.
  value_yuan REAL CHECK (value_yuan >= 0),
  -- Yuan.
  sum_insured REAL CHECK (sum_insured >= 0),
  -- Yuan.
  sum_uninsured REAL CHECK (sum_uninsured >= 0),
  -- Metres a second, sustained, at 10 m over open water.
  wind_ms REAL CHECK (wind_ms >= 0),
  sheltered_wind_ms REAL CHECK (sheltered_wind_ms >= 0),
  -- By the users curve; none without one.
  damage_share REAL CHECK (damage_share BETWEEN 0 AND 1),
  -- Yuan, whoever bears it.
  loss_ground_up REAL CHECK (loss_ground_up >= 0),
  -- Yuan.
  loss_insured REAL CHECK (loss_insured >= 0),
  -- Yuan.
  loss_uninsured REAL CHECK (loss_uninsured >= 0),
  contribution REAL CHECK (contribution BETWEEN 0 AND 1),
  class TEXT NOT NULL CHECK (class IN ('uninsured', 'part', 'insured', 'nothing', 'unknown')),
  UNIQUE (run, footprint, unit)
);

SELECT AddGeometryColumn('exposure_unit', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('exposure_unit', 'geom');

-- Each storm of the record over all zones: a row of the exceedance curve.
CREATE TABLE exposure_event (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  footprint TEXT NOT NULL CHECK (footprint <> ''),
  season INTEGER,
  -- By ground-up loss, or by wind without a curve.
  rank INTEGER NOT NULL CHECK (rank > 0),
  -- At any place of the record.
  strongest_wind_ms REAL CHECK (strongest_wind_ms >= 0),
  places INTEGER NOT NULL CHECK (places >= 0),
  loss_ground_up REAL CHECK (loss_ground_up >= 0),
  loss_insured REAL CHECK (loss_insured >= 0),
  loss_uninsured REAL CHECK (loss_uninsured >= 0),
  uninsured_share REAL CHECK (uninsured_share BETWEEN 0 AND 1),
  -- Events a year that lose as much or more.
  rate REAL CHECK (rate >= 0),
  annual_probability REAL CHECK (annual_probability BETWEEN 0 AND 1),
  return_period_years REAL CHECK (return_period_years >= 0),
  worst_unit TEXT,
  exceeds_limit INTEGER CHECK (exceeds_limit IN (0, 1)),
  UNIQUE (run, footprint)
);

SELECT AddGeometryColumn('exposure_event', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('exposure_event', 'geom');

CREATE VIEW coverage_gaps AS
  SELECT c.id AS fid, c.run, c.unit, c.level, c.name, c.scheme, c.measure, c.basis, c.exposure,
    c.insured, c.other_cover, c.gap, c.gap_no_policy, c.gap_under_limit, c.gap_excluded,
    c.gap_unknown, c.obligation, c.penetration, c.penetration_low, c.penetration_high,
    c.expected_uninsured_loss, c.low, c.high, c.policies, c.excess, c.class, c.species,
    c.licence, c.prohibited, c.segment, c.segment_metres, c.exposure_class, c.spread,
    c.incidents, c.claims, c.risk, c.gap_risk, c.share_by_risk, c.share_by_need,
    c.share_by_premium, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN coverage_gap c ON c.run = k.run
  WHERE k.kind = 'coverage-gaps';

CREATE VIEW coast_gaps AS
  SELECT c.id AS fid, c.run, c.unit, c.level, c.name, c.scheme, c.measure, c.basis, c.exposure,
    c.insured, c.other_cover, c.gap, c.gap_no_policy, c.gap_under_limit, c.gap_excluded,
    c.gap_unknown, c.obligation, c.penetration, c.penetration_low, c.penetration_high,
    c.expected_uninsured_loss, c.low, c.high, c.policies, c.excess, c.class, c.zones,
    c.exposure_class, c.length_m, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN coast_gap c ON c.run = k.run
  WHERE k.kind = 'coverage-gaps';

CREATE VIEW subsidy AS
  SELECT c.id AS fid, c.run, c.unit, c.level, c.name, c.scheme, c.town, c.label, c.measure,
    c.proposed, c.reason, c.subsidy_level, c.subsidy_share, c.uninsured_before,
    c.uninsured_after, c.penetration_before, c.penetration_after, c.loss_before, c.loss_after,
    c.cost_yuan, c.greedy_cost_yuan, c.class,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN subsidy_zone c ON c.run = k.run
  WHERE k.kind = 'coverage-gaps';

CREATE VIEW exposure AS
  SELECT c.id AS fid, c.run, c.footprint, c.unit, c.level, c.name, c.inside_share, c.households,
    c.people, c.value_yuan, c.sum_insured, c.sum_uninsured, c.wind_ms, c.sheltered_wind_ms,
    c.damage_share, c.loss_ground_up, c.loss_insured, c.loss_uninsured, c.contribution, c.class,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN exposure_unit c ON c.run = k.run
  WHERE k.kind = 'exposure';

CREATE VIEW exposure_events AS
  SELECT c.id AS fid, c.run, c.footprint, c.season, c.rank, c.strongest_wind_ms, c.places,
    c.loss_ground_up, c.loss_insured, c.loss_uninsured, c.uninsured_share, c.rate,
    c.annual_probability, c.return_period_years, c.worst_unit, c.exceeds_limit,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN exposure_event c ON c.run = k.run
  WHERE k.kind = 'exposure';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
  ('coverage_gaps', 'geom', 'fid', 'coverage_gap', 'geom', 1),
  ('coast_gaps', 'geom', 'fid', 'coast_gap', 'geom', 1),
  ('subsidy', 'geom', 'fid', 'subsidy_zone', 'geom', 1),
  ('exposure', 'geom', 'fid', 'exposure_unit', 'geom', 1),
  ('exposure_events', 'geom', 'fid', 'exposure_event', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('coverage_gaps', 'geom', 0), ('coast_gaps', 'geom', 0), ('subsidy', 'geom', 0),
  ('exposure', 'geom', 0), ('exposure_events', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
