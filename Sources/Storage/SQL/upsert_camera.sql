INSERT INTO camera (
  code, station, place_code, bearing_deg, angle_deg, range_m, height_m, online, installed_on,
  removed_on, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (code) DO UPDATE SET
  station = excluded.station, place_code = excluded.place_code,
  bearing_deg = excluded.bearing_deg, angle_deg = excluded.angle_deg, range_m = excluded.range_m,
  height_m = excluded.height_m, online = excluded.online, installed_on = excluded.installed_on,
  removed_on = excluded.removed_on, synthetic = excluded.synthetic, import = excluded.import,
  geom = excluded.geom
WHERE (
  camera.station, camera.place_code, camera.bearing_deg, camera.angle_deg, camera.range_m,
  camera.height_m, camera.online, camera.installed_on, camera.removed_on, camera.synthetic,
  camera.geom)
  IS DISTINCT FROM (
  excluded.station, excluded.place_code, excluded.bearing_deg, excluded.angle_deg,
  excluded.range_m, excluded.height_m, excluded.online, excluded.installed_on,
  excluded.removed_on, excluded.synthetic, excluded.geom)
