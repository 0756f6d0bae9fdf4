# By hand: psql copies the CSV and makes of it what our import makes. csv_to_postgis.sh WAY FILE URL
#
# points: a table of the file's columns, the points and their index; nothing of grids or keys.
# store: the columns, partitions, indexes, keys and references that ours has, the grid of each point
#   found by its borders, in the quickest way that SQL knows: the join runs on all cores, and indexes
#   are made behind the rows. The database has a table grid (id, code, geom) with its indexes.
#   Ours also checks each value, and keeps what it rejects; this does neither.
command -v psql >/dev/null || exit 77
# A year as a table of its own: only so does PostgreSQL join on all cores.
year() {
  cat <<SQL
CREATE TABLE incident_$1 AS
SELECT s.number AS id, text 'city' COLLATE "C" AS source,
  s.number::text COLLATE "C" AS source_id, s.kind COLLATE "C" AS category,
  s.town COLLATE "C" AS subcategory, extract(epoch FROM s.occurred)::bigint AS occurred_from,
  NULL::bigint AS occurred_to, s.day, NULL::bigint AS reported_at, NULL::integer AS reported_day,
  NULL::text COLLATE "C" AS place_code, text 'exact' COLLATE "C" AS location_precision,
  s.severity, NULL::bigint AS loss_fen, NULL::integer AS deaths, NULL::integer AS injuries,
  NULL::text COLLATE "C" AS status, NULL::bigint AS status_at, g.id AS grid, ST_X(m.p) AS x,
  ST_Y(m.p) AS y, 0 AS synthetic, bigint '1' AS import, s.geom
FROM (SELECT incident_id AS number, kind, town, severity, occurred,
    (occurred AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01' AS day,
    ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geometry(Point, 4326) AS geom
  FROM stage) s
  CROSS JOIN LATERAL (SELECT ST_Transform(s.geom, 4549) AS p OFFSET 0) m
  LEFT JOIN grid g ON ST_Covers(g.geom, s.geom)
WHERE s.day >= $2 AND s.day < $3;
ALTER TABLE incident_$1 ALTER id SET NOT NULL, ALTER source SET NOT NULL,
  ALTER source_id SET NOT NULL, ALTER category SET NOT NULL, ALTER occurred_from SET NOT NULL,
  ALTER day SET NOT NULL, ALTER location_precision SET NOT NULL, ALTER synthetic SET NOT NULL,
  ADD PRIMARY KEY (id, day), ADD CHECK (day >= $2 AND day < $3);
CREATE INDEX ON incident_$1 USING gist (geom);
CREATE INDEX ON incident_$1 USING brin (day);
CREATE INDEX ON incident_$1 (grid);
ALTER TABLE incident ATTACH PARTITION incident_$1 FOR VALUES FROM ($2) TO ($3);
SQL
}
points() {
  cat <<SQL
CREATE TABLE points (incident_id bigint, kind text, severity integer, occurred timestamptz,
  town text, lon double precision, lat double precision);
\copy points FROM '$1' (FORMAT csv, HEADER)
ALTER TABLE points ADD COLUMN geom geometry(Point, 4326);
UPDATE points SET geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326);
CREATE INDEX ON points USING gist (geom);
SQL
}
store() {
  cat <<SQL
SET maintenance_work_mem = '256MB';
SET jit = off;
BEGIN;
CREATE TABLE import (id bigint PRIMARY KEY);
INSERT INTO import VALUES (1);
CREATE UNLOGGED TABLE stage (incident_id bigint, kind text, severity integer,
  occurred timestamptz, town text, lon double precision, lat double precision);
\copy stage FROM '$1' (FORMAT csv, HEADER)
ANALYZE stage;
CREATE TABLE incident (
  id bigint NOT NULL, source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL, subcategory text COLLATE "C", occurred_from bigint NOT NULL,
  occurred_to bigint, day integer NOT NULL, reported_at bigint, reported_day integer,
  place_code text COLLATE "C", location_precision text COLLATE "C" NOT NULL, severity integer,
  loss_fen bigint, deaths integer, injuries integer, status text COLLATE "C", status_at bigint,
  grid bigint, x double precision, y double precision, synthetic integer NOT NULL,
  import bigint, geom geometry(Point, 4326), PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE INDEX ON incident USING gist (geom);
CREATE INDEX ON incident USING brin (day);
CREATE INDEX ON incident (grid);
$(year 2025 20089 20454)
$(year 2026 20454 20819)
CREATE TABLE incident_key AS SELECT id, source, source_id, day FROM incident;
ALTER TABLE incident_key ALTER source SET NOT NULL, ALTER source_id SET NOT NULL,
  ALTER day SET NOT NULL, ADD PRIMARY KEY (id), ADD UNIQUE (source, source_id);
ALTER TABLE incident ADD FOREIGN KEY (grid) REFERENCES grid (id) ON DELETE SET NULL,
  ADD FOREIGN KEY (import) REFERENCES import (id);
DROP TABLE stage;
SET default_statistics_target = 20;
ANALYZE incident, incident_key;
COMMIT;
SQL
}
start=$(date +%s.%N)
"$1" "$2" | psql -X -q -v ON_ERROR_STOP=1 "$3" || exit 1
end=$(date +%s.%N)
printf 'psql\t%s\n' "$(echo "$end - $start" | bc)"
