INSERT INTO service_area (
  code, name, station, kind, minutes, valid_from, valid_to, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name, station = excluded.station, kind = excluded.kind,
  minutes = excluded.minutes, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  service_area.name, service_area.station, service_area.kind, service_area.minutes,
  service_area.valid_from, service_area.valid_to, service_area.synthetic, service_area.geom)
  IS DISTINCT FROM (
  excluded.name, excluded.station, excluded.kind, excluded.minutes, excluded.valid_from,
  excluded.valid_to, excluded.synthetic, excluded.geom)
