-- Tables of this connection alone, empty at the end of each transaction.
CREATE TEMP TABLE IF NOT EXISTS incident_stage (
  n integer NOT NULL, is_whole boolean NOT NULL, given integer NOT NULL,
  source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL,
  category text COLLATE "C", subcategory text COLLATE "C", occurred_from bigint,
  occurred_to bigint, day integer, reported_at bigint, reported_day integer,
  place_code text COLLATE "C", location_precision text COLLATE "C", severity integer,
  loss_fen bigint, deaths integer, injuries integer, status text COLLATE "C", status_at bigint,
  grid bigint, x double precision, y double precision, synthetic integer,
  geom geometry(Point, 4326)
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS incident_step_stage (
  n integer NOT NULL, status text COLLATE "C" NOT NULL, at bigint NOT NULL, day integer NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS incident_merge (
  n integer NOT NULL PRIMARY KEY, id bigint, day integer, outcome smallint NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS incident_met (id bigint NOT NULL PRIMARY KEY) ON COMMIT DELETE ROWS;
TRUNCATE incident_stage, incident_step_stage, incident_merge, incident_met;
