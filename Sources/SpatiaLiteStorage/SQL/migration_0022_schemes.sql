-- What schemes owe for incidents, what was claimed and paid, and how long their limits last. The
-- clauses are files, kept as they were read; no person is in any table.
CREATE TABLE scheme_file (
  id INTEGER NOT NULL PRIMARY KEY,
  scheme TEXT NOT NULL UNIQUE CHECK (scheme <> ''),
  text TEXT NOT NULL CHECK (text <> '')
);

-- Incidents of a unit that a scheme owes for and nobody has claimed (应赔未赔), each counted once
-- however many schemes owe. The border is kept with the count, as a score's is.
CREATE TABLE unpaid_unit (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  unit TEXT NOT NULL CHECK (unit <> ''),
  level TEXT NOT NULL CHECK (level IN ('grid', 'village', 'town', 'county')),
  name TEXT NOT NULL,
  -- A scheme's key, or all.
  scheme TEXT NOT NULL CHECK (scheme <> ''),
  count INTEGER NOT NULL CHECK (count >= 0),
  -- Eligible under a scheme at least; of these, claimed.
  eligible INTEGER NOT NULL CHECK (eligible >= count),
  claimed INTEGER NOT NULL CHECK (claimed >= 0),
  -- Under a clock that runs; and with a fact or a paper missing.
  waiting INTEGER NOT NULL CHECK (waiting >= 0),
  undecided INTEGER NOT NULL CHECK (undecided >= 0),
  -- Fen, of the unpaid ones whose sum is known; and how many have a sum that is not.
  due_fen INTEGER NOT NULL CHECK (due_fen >= 0),
  due_yuan REAL GENERATED ALWAYS AS (due_fen / 100.0) VIRTUAL,
  due_unknown INTEGER NOT NULL CHECK (due_unknown BETWEEN 0 AND count),
  unpaid_class TEXT NOT NULL CHECK (unpaid_class IN
    ('none', 'few', 'some', 'many', 'undecided', 'no_cover')),
  CHECK (eligible = count + claimed),
  UNIQUE (run, unit)
);
SELECT AddGeometryColumn('unpaid_unit', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('unpaid_unit', 'geom');

-- How far the incidents that a scheme covers came, by unit and by the week of the report.
CREATE TABLE scheme_use (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL CHECK (scheme <> ''),
  -- Empty where an incident has no place.
  unit TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('grid', 'village', 'town', 'county')),
  name TEXT NOT NULL,
  -- An ISO week, such as 2026-W30.
  week TEXT NOT NULL,
  -- The funnel: reported, filed, past the clock, claimed, paid; a case may miss a step.
  reported INTEGER NOT NULL CHECK (reported > 0),
  filed INTEGER NOT NULL CHECK (filed BETWEEN 0 AND reported),
  clock INTEGER NOT NULL CHECK (clock BETWEEN 0 AND reported),
  claimed INTEGER NOT NULL CHECK (claimed BETWEEN 0 AND reported),
  paid INTEGER NOT NULL CHECK (paid BETWEEN 0 AND claimed),
  refused INTEGER NOT NULL CHECK (refused BETWEEN 0 AND claimed),
  -- The verdicts, which add up to the reported ones.
  eligible INTEGER NOT NULL CHECK (eligible >= 0),
  waiting INTEGER NOT NULL CHECK (waiting >= 0),
  undecided INTEGER NOT NULL CHECK (undecided >= 0),
  not_eligible INTEGER NOT NULL CHECK (not_eligible >= 0),
  -- Eligible, and no claim.
  unclaimed INTEGER NOT NULL CHECK (unclaimed BETWEEN 0 AND eligible),
  -- Paid under another scheme too.
  double_paid INTEGER NOT NULL CHECK (double_paid BETWEEN 0 AND paid),
  -- The promise of days, of the claims: kept, broken, still open; none where no paper promises.
  promise_kept INTEGER,
  promise_broken INTEGER,
  promise_open INTEGER,
  paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
  paid_yuan REAL GENERATED ALWAYS AS (paid_fen / 100.0) VIRTUAL,
  CHECK (eligible + waiting + undecided + not_eligible = reported),
  UNIQUE (run, scheme, unit, week)
);

-- What is said of one incident under one scheme: those that it covers, or that are claimed.
CREATE TABLE eligibility_case (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL CHECK (scheme <> ''),
  version TEXT,
  item TEXT,
  verdict TEXT NOT NULL CHECK (verdict IN ('eligible', 'waiting', 'unknown', 'not_eligible')),
  -- The clause that says no, or that is waited for.
  clause TEXT,
  -- Clauses parted by spaces: those that no paper says, and those that a fact is missing for.
  missing_papers TEXT,
  missing_facts TEXT,
  -- The last day to be solved in.
  clock_day INTEGER,
  due_fen INTEGER CHECK (due_fen >= 0),
  due_yuan REAL GENERATED ALWAYS AS (due_fen / 100.0) VIRTUAL,
  claims INTEGER NOT NULL CHECK (claims >= 0),
  paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
  paid_yuan REAL GENERATED ALWAYS AS (paid_fen / 100.0) VIRTUAL,
  UNIQUE (run, scheme, incident)
);
CREATE INDEX eligibility_case_by_incident ON eligibility_case (incident);
-- The incident's: an incident has a row for each scheme, and a spatial index finds rows by their own key.
SELECT AddGeometryColumn('eligibility_case', 'geom', 4326, 'POINT', 'XY', 0);
SELECT CreateSpatialIndex('eligibility_case', 'geom');

-- What a scheme has experienced by peril and town, drawn towards all towns by credibility.
CREATE TABLE claim_experience (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL CHECK (scheme <> ''),
  -- As claims name it, or all.
  peril TEXT NOT NULL CHECK (peril <> ''),
  -- Empty for the whole scheme.
  unit TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Units insured for a year, by the policies' days until the day of the run; and what unit.
  exposure REAL CHECK (exposure >= 0),
  exposure_unit TEXT,
  claims INTEGER NOT NULL CHECK (claims >= 0),
  -- Fen: paid and outstanding.
  incurred_fen INTEGER NOT NULL CHECK (incurred_fen >= 0),
  incurred_yuan REAL GENERATED ALWAYS AS (incurred_fen / 100.0) VIRTUAL,
  -- Claims by exposure, and yuan by claim: as they were, how much that is believed, and the estimate.
  frequency REAL,
  frequency_credibility REAL CHECK (frequency_credibility BETWEEN 0 AND 1),
  frequency_estimate REAL,
  severity_yuan REAL,
  severity_credibility REAL CHECK (severity_credibility BETWEEN 0 AND 1),
  severity_estimate_yuan REAL,
  -- Fen, of the policies: written for their periods, and earned until the day of the run.
  written_fen INTEGER,
  written_yuan REAL GENERATED ALWAYS AS (written_fen / 100.0) VIRTUAL,
  earned_fen INTEGER,
  earned_yuan REAL GENERATED ALWAYS AS (earned_fen / 100.0) VIRTUAL,
  -- Incurred by earned; none without premium earned.
  loss_ratio REAL,
  -- Yuan by exposure: what claims are expected to cost, and what is charged; charged by what would
  -- keep the loss ratio at its target.
  pure_premium_yuan REAL,
  charged_yuan REAL,
  adequacy REAL,
  -- No policies: no experience, which is not no risk.
  experience TEXT NOT NULL CHECK (experience IN ('own', 'none')),
  CHECK (experience = 'own' OR frequency IS NULL AND loss_ratio IS NULL),
  UNIQUE (run, scheme, peril, unit)
);

-- How long what is left of a limit lasts, by simulated years.
CREATE TABLE limit_forecast (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL CHECK (scheme <> ''),
  policy TEXT NOT NULL CHECK (policy <> ''),
  period_from INTEGER NOT NULL,
  period_to INTEGER NOT NULL CHECK (period_to >= period_from),
  limit_fen INTEGER NOT NULL CHECK (limit_fen > 0),
  limit_yuan REAL GENERATED ALWAYS AS (limit_fen / 100.0) VIRTUAL,
  used_fen INTEGER NOT NULL CHECK (used_fen >= 0),
  used_yuan REAL GENERATED ALWAYS AS (used_fen / 100.0) VIRTUAL,
  used_share REAL NOT NULL CHECK (used_share >= 0),
  claims INTEGER NOT NULL CHECK (claims >= 0),
  largest_fen INTEGER NOT NULL CHECK (largest_fen >= 0),
  largest_yuan REAL GENERATED ALWAYS AS (largest_fen / 100.0) VIRTUAL,
  -- Of the whole limit, what one event takes that comes once in a hundred claims.
  event_share REAL,
  -- Claims a year, and the tail of the sums: the larger the exponent, the lighter.
  claims_per_year REAL,
  tail_exponent REAL,
  years INTEGER NOT NULL CHECK (years >= 0),
  -- That the limit runs out before the period ends.
  p_exhausted REAL CHECK (p_exhausted BETWEEN 0 AND 1),
  -- The days by which 5, 50 and 95 % of the simulated courses have run out; none where fewer do.
  exhausted_low INTEGER,
  exhausted_mid INTEGER,
  exhausted_high INTEGER,
  -- Yuan of claims in the rest of the period: mean, and of 5 and 95 %.
  expected_yuan REAL,
  low_yuan REAL,
  high_yuan REAL,
  -- Why there is no forecast, in a word.
  refusal TEXT,
  UNIQUE (run, policy)
);

CREATE VIEW unpaid_eligible AS
  SELECT u.id AS fid, u.run, u.unit, u.level, u.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, u.scheme, u.count, u.unpaid_class,
    u.eligible, u.claimed, u.waiting, u.undecided, u.due_yuan, u.due_unknown, r.synthetic, u.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN unpaid_unit u ON u.run = c.run
  WHERE c.kind = 'eligibility';

CREATE VIEW scheme_usage AS
  SELECT u.id AS fid, u.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, u.scheme, u.unit, u.level, u.name, u.week,
    u.reported, u.filed, u.clock, u.claimed, u.paid, u.refused, u.eligible, u.waiting,
    u.undecided, u.not_eligible, u.unclaimed, u.double_paid, u.promise_kept, u.promise_broken,
    u.promise_open, u.paid_yuan, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN scheme_use u ON u.run = c.run
  WHERE c.kind = 'eligibility';

CREATE VIEW eligibility AS
  SELECT e.id AS fid, e.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, i.source, i.source_id AS incident,
    i.category, e.scheme, e.version, e.item, e.verdict, e.clause, e.missing_papers,
    e.missing_facts, date(e.clock_day * 86400, 'unixepoch') AS clock_day, e.due_yuan, e.claims,
    e.paid_yuan, i.synthetic, e.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN eligibility_case e ON e.run = c.run
    JOIN incident i ON i.id = e.incident
  WHERE c.kind = 'eligibility';

CREATE VIEW scheme_experience AS
  SELECT e.id AS fid, e.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, e.scheme, e.peril, e.unit, e.name,
    e.experience, e.exposure, e.exposure_unit, e.claims, e.incurred_yuan, e.frequency,
    e.frequency_credibility, e.frequency_estimate, e.severity_yuan, e.severity_credibility,
    e.severity_estimate_yuan, e.written_yuan, e.earned_yuan, e.loss_ratio, e.pure_premium_yuan,
    e.charged_yuan, e.adequacy, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN claim_experience e ON e.run = c.run
  WHERE c.kind = 'claims';

CREATE VIEW limit_burn_down AS
  SELECT l.id AS fid, l.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, l.scheme, l.policy,
    date(l.period_from * 86400, 'unixepoch') AS period_from,
    date(l.period_to * 86400, 'unixepoch') AS period_to, l.limit_yuan, l.used_yuan, l.used_share,
    l.claims, l.largest_yuan, l.event_share, l.claims_per_year, l.tail_exponent, l.years,
    l.p_exhausted, date(l.exhausted_low * 86400, 'unixepoch') AS exhausted_low,
    date(l.exhausted_mid * 86400, 'unixepoch') AS exhausted_mid,
    date(l.exhausted_high * 86400, 'unixepoch') AS exhausted_high, l.expected_yuan, l.low_yuan,
    l.high_yuan, l.refusal, r.synthetic
  FROM current_run c JOIN run r ON r.id = c.run JOIN limit_forecast l ON l.run = c.run
  WHERE c.kind = 'claims';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('unpaid_eligible', 'geom', 'fid', 'unpaid_unit', 'geom', 1),
  ('eligibility', 'geom', 'fid', 'eligibility_case', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('unpaid_eligible', 'geom', 0), ('eligibility', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
