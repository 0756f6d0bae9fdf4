INSERT INTO station (
  code, name, kind, place_code, staff, opened_on, closed_on, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, kind = excluded.kind, place_code = excluded.place_code,
  staff = excluded.staff, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  station.name, station.kind, station.place_code, station.staff, station.opened_on,
  station.closed_on, station.synthetic, station.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.kind, excluded.place_code, excluded.staff, excluded.opened_on,
  excluded.closed_on, excluded.synthetic, excluded.geom)
