-- What goes with an incident and with its cover. No person and no opinion is in any table: whether
-- somebody liable was found is yes, no or unknown, and who it was is nowhere.
-- What a claim hangs on; unknown is null, and never reads as no.
CREATE TABLE incident_evidence (
  id INTEGER NOT NULL PRIMARY KEY,
  incident INTEGER NOT NULL UNIQUE REFERENCES incident (id) ON DELETE CASCADE,
  liable_party_found INTEGER CHECK (liable_party_found IN (0, 1)),
  liable_party_able INTEGER CHECK (liable_party_able IN (0, 1)),
  -- Of the police or the department (受案、立案、认定).
  certificate INTEGER CHECK (certificate IN (0, 1)),
  other_compensation INTEGER CHECK (other_compensation IN (0, 1)),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);

-- Which incidents are one event in two registers, and which caused which.
CREATE TABLE incident_link (
  id INTEGER NOT NULL PRIMARY KEY,
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  other_incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  -- cause_of: the first caused the other; same_event: the first has the lower key.
  kind TEXT NOT NULL CHECK (kind IN ('same_event', 'cause_of')),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (incident, other_incident, kind),
  CHECK (incident <> other_incident)
);
CREATE INDEX incident_link_by_other ON incident_link (other_incident);

-- Where and how a dispute ended; the place may be unknown.
CREATE TABLE resolution (
  id INTEGER NOT NULL PRIMARY KEY,
  incident INTEGER NOT NULL UNIQUE REFERENCES incident (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  -- Sued (转诉讼), criminal (民转刑).
  outcome TEXT NOT NULL
    CHECK (outcome IN ('agreed', 'performed', 'withdrawn', 'sued', 'criminal', 'failed')),
  station TEXT,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('resolution', 'geom', 4326, 'POINT', 'XY', 0);
SELECT CreateSpatialIndex('resolution', 'geom');

-- What a unit was told to do, where and until when (责任单位、时限).
CREATE TABLE task (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  kind TEXT NOT NULL
    CHECK (kind IN ('patrol', 'visit', 'inspection', 'mediation', 'rectification', 'answer',
      'other')),
  -- What asked for it.
  source_kind TEXT
    CHECK (source_kind IN ('run', 'incident', 'hazard', 'inspection', 'petition', 'order')),
  -- The id or number of that.
  source_item TEXT,
  -- The grid, village or unit.
  place_code TEXT,
  -- The code of the unit or station.
  lead_unit TEXT NOT NULL CHECK (lead_unit <> ''),
  issued_on INTEGER NOT NULL,
  deadline INTEGER CHECK (deadline >= issued_on),
  status TEXT NOT NULL
    CHECK (status IN ('issued', 'accepted', 'done', 'returned', 'overdue', 'closed')),
  status_at INTEGER,
  result TEXT CHECK (result IN ('done', 'partly', 'impossible', 'refused')),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE INDEX task_by_lead_unit ON task (lead_unit, deadline);

CREATE TABLE task_status (
  id INTEGER NOT NULL PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  status TEXT NOT NULL
    CHECK (status IN ('issued', 'accepted', 'done', 'returned', 'overdue', 'closed')),
  at INTEGER NOT NULL,
  UNIQUE (task, status, at)
);

-- Insurance schemes by name and version; their clauses are files.
CREATE TABLE scheme (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CHECK (code <> ''),
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Where the text of the scheme is.
  reference TEXT,
  valid_from INTEGER,
  valid_to INTEGER CHECK (valid_to >= valid_from),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (code, version)
);

-- Policies: a number, what is insured, how much of it, when and where; a row may mean one
-- household.
CREATE TABLE policy (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  scheme TEXT,
  -- Who or what is insured, as a kind; never a name.
  insured_kind TEXT NOT NULL
    CHECK (insured_kind IN ('residents', 'household', 'enterprise', 'farm', 'raft', 'vessel',
      'sea_workers', 'public', 'other')),
  -- What units counts.
  unit TEXT NOT NULL
    CHECK (unit IN ('person', 'household', 'mu', 'kou', 'xiang', 'vessel', 'share')),
  -- In the unit beside it.
  units REAL CHECK (units >= 0),
  -- Fen, of the whole policy and period.
  sum_insured_fen INTEGER CHECK (sum_insured_fen >= 0),
  sum_insured_yuan REAL GENERATED ALWAYS AS (sum_insured_fen / 100.0) VIRTUAL,
  -- Fen, written for the period.
  premium_fen INTEGER CHECK (premium_fen >= 0),
  premium_yuan REAL GENERATED ALWAYS AS (premium_fen / 100.0) VIRTUAL,
  paid_by TEXT CHECK (paid_by IN ('government', 'household', 'enterprise', 'mixed')),
  period_from INTEGER NOT NULL,
  -- The last day of cover.
  period_to INTEGER NOT NULL CHECK (period_to >= period_from),
  grid TEXT,
  village TEXT,
  zone TEXT,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE INDEX policy_by_scheme ON policy (scheme);
CREATE INDEX policy_by_grid ON policy (grid);
CREATE INDEX policy_by_village ON policy (village);
CREATE INDEX policy_by_zone ON policy (zone);

-- Claims under policies; the row of the incident may come later, or never.
CREATE TABLE claim (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  policy TEXT NOT NULL REFERENCES policy (number),
  -- Who issued the id of the incident.
  incident_source TEXT,
  incident_id TEXT,
  -- As the scheme names it.
  peril TEXT NOT NULL,
  occurred_on INTEGER,
  notified_on INTEGER NOT NULL CHECK (notified_on >= occurred_on),
  filed_on INTEGER CHECK (filed_on >= notified_on),
  -- Fen, outstanding.
  reserve_fen INTEGER CHECK (reserve_fen >= 0),
  reserve_yuan REAL GENERATED ALWAYS AS (reserve_fen / 100.0) VIRTUAL,
  -- Fen, so far.
  paid_fen INTEGER CHECK (paid_fen >= 0),
  paid_yuan REAL GENERATED ALWAYS AS (paid_fen / 100.0) VIRTUAL,
  paid_on INTEGER CHECK (paid_on >= notified_on),
  -- Null where it was not refused.
  refused_reason TEXT,
  closed_on INTEGER CHECK (closed_on >= notified_on),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE INDEX claim_by_policy ON claim (policy);
CREATE INDEX claim_by_incident_source ON claim (incident_source, incident_id);
