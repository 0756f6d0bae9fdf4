-- Places of every kind, in WGS 84, and what is kept and done there. A code is text; days are days
-- since 1970-01-01, instants UTC seconds, money whole fen. Where a row may come before the one it
-- names, it names it by its code, and `check` lists what is still missing.
ALTER TABLE village ADD COLUMN kind TEXT NOT NULL DEFAULT 'village'
  CHECK (kind IN ('village', 'estate'));
-- The town of a village, the village of an estate.
ALTER TABLE village ADD COLUMN parent TEXT;

-- Which code took the place of which, and when (GB/T 2260 changes every year).
CREATE TABLE code_change (
  id INTEGER NOT NULL PRIMARY KEY,
  -- The code that ended, such as 411626; longer codes that begin with it end too.
  old_code TEXT NOT NULL CHECK (old_code <> ''),
  -- The code that took its place, such as 411603.
  new_code TEXT NOT NULL CHECK (new_code <> ''),
  -- The first day of the new code.
  changed_on INTEGER NOT NULL,
  -- The document that says so.
  basis TEXT,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (old_code, changed_on),
  CHECK (old_code <> new_code)
);

-- Dated numbers of a village or estate (一村一册): counts of a place, nobody in particular.
CREATE TABLE dossier (
  id INTEGER NOT NULL PRIMARY KEY,
  -- Of the village or estate.
  village TEXT NOT NULL REFERENCES village (code) ON DELETE CASCADE,
  -- The day the numbers hold for.
  as_of INTEGER NOT NULL,
  households INTEGER CHECK (households >= 0),
  -- Persons.
  population INTEGER CHECK (population >= 0),
  -- Under the definition beside it.
  covered_by_cameras INTEGER CHECK (covered_by_cameras IN (0, 1)),
  -- What counts as covered.
  coverage_definition TEXT,
  camera_count INTEGER CHECK (camera_count >= 0),
  -- In the year that ends with as_of.
  lawsuits INTEGER CHECK (lawsuits >= 0),
  -- In the year that ends with as_of.
  mediations INTEGER CHECK (mediations >= 0),
  -- Members of the patrol or mediation teams.
  members INTEGER CHECK (members >= 0),
  -- Premium paid back for prevention in the year that ends with as_of, fen.
  rebate_fen INTEGER CHECK (rebate_fen >= 0),
  rebate_yuan REAL GENERATED ALWAYS AS (rebate_fen / 100.0) VIRTUAL,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (village, as_of)
);

-- Cells of water with somebody who answers for them (海上流动人口网格化管理).
CREATE TABLE sea_cell (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL,
  -- The code of the station that answers for it.
  station TEXT,
  -- Persons, at the last count.
  floating_population INTEGER CHECK (floating_population >= 0),
  vessels INTEGER CHECK (vessels >= 0),
  -- Persons at work on rafts and boats.
  workers INTEGER CHECK (workers >= 0),
  -- The day of the counts.
  counted_on INTEGER,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('sea_cell', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('sea_cell', 'geom');

-- What a unit of stock is worth in each month: kelp and 大黄鱼 grow.
CREATE TABLE zone_value (
  id INTEGER NOT NULL PRIMARY KEY,
  zone TEXT NOT NULL REFERENCES aquaculture_zone (code) ON DELETE CASCADE,
  -- 1 to 12.
  month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
  -- Fen for one unit of the zone's stock in that month.
  unit_value_fen INTEGER NOT NULL CHECK (unit_value_fen >= 0),
  unit_value_yuan REAL GENERATED ALWAYS AS (unit_value_fen / 100.0) VIRTUAL,
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  UNIQUE (zone, month)
);

-- Where the eye of a storm was, and how strong.
CREATE TABLE storm_point (
  id INTEGER NOT NULL PRIMARY KEY,
  storm TEXT NOT NULL REFERENCES storm (code) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  -- Whose analysis it is; agencies average wind over different minutes.
  agency TEXT,
  -- Knots, sustained.
  wind_kt REAL CHECK (wind_kt >= 0),
  -- Hectopascal, central.
  pressure_hpa REAL CHECK (pressure_hpa > 0),
  -- Kilometres.
  max_wind_radius_km REAL CHECK (max_wind_radius_km > 0),
  -- Kilometres.
  gale_radius_km REAL CHECK (gale_radius_km > 0),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE UNIQUE INDEX storm_point_by_key ON storm_point (storm, at, coalesce(agency, ''));
SELECT AddGeometryColumn('storm_point', 'geom', 4326, 'POINT', 'XY', 1);
SELECT CreateSpatialIndex('storm_point', 'geom');

-- Stations and facilities: police, mediation centres, fire micro-stations, ports, kiosks.
CREATE TABLE station (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('police', 'police_post', 'governance_centre', 'mediation_centre',
      'grid_centre', 'fire_station', 'fire_micro_station', 'port', 'kiosk', 'court',
      'hospital', 'service_station', 'monitoring_centre', 'border_post', 'shelter',
      'other')),
  place_code TEXT,
  -- Persons, a number only.
  staff INTEGER CHECK (staff >= 0),
  opened_on INTEGER,
  closed_on INTEGER CHECK (closed_on >= opened_on),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('station', 'geom', 4326, 'POINT', 'XY', 1);
SELECT CreateSpatialIndex('station', 'geom');

-- Areas that stations answer for; they need not nest in units of administration.
CREATE TABLE service_area (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL,
  station TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('police', 'fire', 'mediation', 'grid', 'response', 'other')),
  -- Of an area drawn by travel time, minutes.
  minutes REAL CHECK (minutes >= 0),
  valid_from INTEGER,
  valid_to INTEGER CHECK (valid_to >= valid_from),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('service_area', 'geom', 4326, 'MULTIPOLYGON', 'XY', 1);
SELECT CreateSpatialIndex('service_area', 'geom');

-- Cameras with the sector they see: for analysts alone.
CREATE TABLE camera (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  station TEXT,
  place_code TEXT,
  -- Degrees clockwise from north.
  bearing_deg REAL CHECK (bearing_deg BETWEEN 0 AND 360),
  -- Degrees; 360 turns all round.
  angle_deg REAL CHECK (angle_deg BETWEEN 0 AND 360),
  -- Metres.
  range_m REAL CHECK (range_m > 0),
  -- Metres above the ground.
  height_m REAL CHECK (height_m > 0),
  -- Its picture reaches the centre.
  online INTEGER CHECK (online IN (0, 1)),
  installed_on INTEGER,
  removed_on INTEGER CHECK (removed_on >= installed_on),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('camera', 'geom', 4326, 'POINT', 'XY', 1);
SELECT CreateSpatialIndex('camera', 'geom');

-- Hazards at a place (隐患): what could happen, who removes it, until when.
CREATE TABLE hazard (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  kind TEXT NOT NULL
    CHECK (kind IN ('fire', 'building', 'road', 'gas', 'electrical', 'geological', 'water_edge',
      'industrial', 'vessel', 'other')),
  -- 1 to 5.
  severity INTEGER CHECK (severity BETWEEN 1 AND 5),
  found_on INTEGER NOT NULL,
  place_code TEXT,
  -- The code of the unit or station that must remove it.
  lead_unit TEXT,
  deadline INTEGER CHECK (deadline >= found_on),
  status TEXT NOT NULL CHECK (status IN ('open', 'handed_over', 'fixed', 'closed')),
  fixed_on INTEGER CHECK (fixed_on >= found_on),
  -- Of a geological hazard: millimetres in 24 hours.
  rain_threshold_mm REAL CHECK (rain_threshold_mm > 0),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('hazard', 'geom', 4326, 'POINT', 'XY', 1);
SELECT CreateSpatialIndex('hazard', 'geom');

-- Inspections of a hazard, or of a place where none was found.
CREATE TABLE inspection (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  hazard TEXT REFERENCES hazard (code),
  place_code TEXT,
  inspected_on INTEGER NOT NULL,
  -- The code of the unit or station.
  unit TEXT,
  result TEXT NOT NULL CHECK (result IN ('sound', 'found', 'fixed', 'not_fixed')),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id),
  CHECK (hazard IS NOT NULL OR place_code IS NOT NULL)
);
CREATE INDEX inspection_by_hazard ON inspection (hazard);
CREATE INDEX inspection_by_place_code ON inspection (place_code);

-- Visits to a place (包村入户): when, by which unit, how many households; never who.
CREATE TABLE visit (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  -- The village, estate or grid.
  place_code TEXT NOT NULL,
  -- The code of the station.
  unit TEXT,
  visited_on INTEGER NOT NULL,
  -- Round (包村走访), follow_up (回访), service (服务).
  kind TEXT NOT NULL CHECK (kind IN ('round', 'follow_up', 'service')),
  households INTEGER CHECK (households >= 0),
  -- Nothing about who was met.
  outcome TEXT CHECK (outcome IN ('done', 'nobody_met', 'moved_on', 'referred')),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE INDEX visit_by_place_code ON visit (place_code, visited_on);

-- Tracks of patrols.
CREATE TABLE patrol (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  -- The code of the station.
  unit TEXT,
  began_at INTEGER NOT NULL,
  ended_at INTEGER CHECK (ended_at >= began_at),
  mode TEXT NOT NULL CHECK (mode IN ('foot', 'bicycle', 'vehicle', 'boat', 'drone')),
  -- Persons, a number only.
  people INTEGER CHECK (people >= 0),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
SELECT AddGeometryColumn('patrol', 'geom', 4326, 'MULTILINESTRING', 'XY', 1);
SELECT CreateSpatialIndex('patrol', 'geom');

-- Commendations and warnings of units (红黄黑档案).
CREATE TABLE award (
  id INTEGER NOT NULL PRIMARY KEY,
  -- Of the document.
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  -- The code of the unit or station; never a person.
  unit TEXT NOT NULL,
  -- Red (表彰), yellow (通报批评), black (责任查究).
  colour TEXT NOT NULL CHECK (colour IN ('red', 'yellow', 'black')),
  -- Of the body that issued it.
  level TEXT NOT NULL CHECK (level IN ('county', 'city', 'province', 'nation')),
  -- Reference to the document.
  evidence TEXT NOT NULL,
  issued_on INTEGER NOT NULL,
  valid_to INTEGER CHECK (valid_to >= issued_on),
  synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
  import INTEGER REFERENCES import (id)
);
CREATE INDEX award_by_unit ON award (unit);
