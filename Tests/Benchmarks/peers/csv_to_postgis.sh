# By hand: psql copies the CSV, makes the points and their index. csv_to_postgis.sh FILE URL
command -v psql >/dev/null || exit 77
start=$(date +%s.%N)
psql -X -q -v ON_ERROR_STOP=1 "$2" <<SQL || exit 1
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE incident (incident_id bigint, kind text, severity integer, occurred timestamptz,
  town text, lon double precision, lat double precision);
\copy incident FROM '$1' (FORMAT csv, HEADER)
ALTER TABLE incident ADD COLUMN geom geometry(Point, 4326);
UPDATE incident SET geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326);
CREATE INDEX ON incident USING gist (geom);
SQL
end=$(date +%s.%N)
printf 'psql\t%s\n' "$(echo "$end - $start" | bc)"
