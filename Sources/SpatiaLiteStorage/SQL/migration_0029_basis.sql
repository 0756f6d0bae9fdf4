-- What of an exposure nobody knows to be insured or not, and how an index product that a line at sea
-- triggers misses the losses of each stretch of coast.
ALTER TABLE exposure_unit ADD COLUMN sum_unknown REAL CHECK (sum_unknown >= 0);
ALTER TABLE exposure_unit ADD COLUMN loss_unknown REAL CHECK (loss_unknown >= 0);
ALTER TABLE exposure_event ADD COLUMN loss_unknown REAL CHECK (loss_unknown >= 0);

CREATE TABLE basis_segment (
  id INTEGER NOT NULL PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  -- Of the stretch of coast that zones are nearest to.
  unit TEXT NOT NULL CHECK (unit <> ''),
  zones INTEGER NOT NULL CHECK (zones > 0),
  storms INTEGER NOT NULL CHECK (storms > 0),
  loss_and_pay INTEGER NOT NULL CHECK (loss_and_pay >= 0),
  loss_no_pay INTEGER NOT NULL CHECK (loss_no_pay >= 0),
  pay_no_loss INTEGER NOT NULL CHECK (pay_no_loss >= 0),
  neither INTEGER NOT NULL CHECK (neither >= 0),
  -- Of the storms that destroy something here; unknown where none does.
  no_pay_given_loss REAL CHECK (no_pay_given_loss BETWEEN 0 AND 1),
  low REAL,
  high REAL CHECK (high >= low),
  -- Yuan of the whole record.
  loss_not_paid REAL NOT NULL CHECK (loss_not_paid >= 0),
  -- With the line moved to sea.
  moved_loss_no_pay INTEGER CHECK (moved_loss_no_pay >= 0),
  moved_no_pay_given_loss REAL CHECK (moved_no_pay_given_loss BETWEEN 0 AND 1),
  class TEXT NOT NULL
    CHECK (class IN ('paid', 'mostly_paid', 'mostly_missed', 'missed', 'no_loss')),
  UNIQUE (run, unit)
);

SELECT AddGeometryColumn('basis_segment', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('basis_segment', 'geom');

DROP VIEW exposure;
CREATE VIEW exposure AS
  SELECT c.id AS fid, c.run, c.footprint, c.unit, c.level, c.name, c.inside_share, c.households,
    c.people, c.value_yuan, c.sum_insured, c.sum_uninsured, c.sum_unknown, c.wind_ms,
    c.sheltered_wind_ms, c.damage_share, c.loss_ground_up, c.loss_insured, c.loss_uninsured,
    c.loss_unknown, c.contribution, c.class, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN exposure_unit c ON c.run = k.run
  WHERE k.kind = 'exposure';

DROP VIEW exposure_events;
CREATE VIEW exposure_events AS
  SELECT c.id AS fid, c.run, c.footprint, c.season, c.rank, c.strongest_wind_ms, c.places,
    c.loss_ground_up, c.loss_insured, c.loss_uninsured, c.loss_unknown, c.uninsured_share, c.rate,
    c.annual_probability, c.return_period_years, c.worst_unit, c.exceeds_limit,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN exposure_event c ON c.run = k.run
  WHERE k.kind = 'exposure';

CREATE VIEW basis_risk AS
  SELECT c.id AS fid, c.run, c.unit, c.zones, c.storms, c.loss_and_pay, c.loss_no_pay,
    c.pay_no_loss, c.neither, c.no_pay_given_loss, c.low, c.high, c.loss_not_paid,
    c.moved_loss_no_pay, c.moved_no_pay_given_loss, c.class, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN basis_segment c ON c.run = k.run
  WHERE k.kind = 'exposure';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('basis_risk', 'geom', 'fid', 'basis_segment', 'geom', 1);

INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
VALUES ('basis_risk', 'geom', 0);

UPDATE geometry_columns_auth SET read_only = 1;
