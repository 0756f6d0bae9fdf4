INSERT INTO hazard (
  code, kind, severity, found_on, place_code, lead_unit, deadline, status, fixed_on,
  rain_threshold_mm, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (code) DO UPDATE SET
  kind = excluded.kind, severity = excluded.severity, found_on = excluded.found_on,
  place_code = excluded.place_code, lead_unit = excluded.lead_unit, deadline = excluded.deadline,
  status = excluded.status, fixed_on = excluded.fixed_on,
  rain_threshold_mm = excluded.rain_threshold_mm, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  hazard.kind, hazard.severity, hazard.found_on, hazard.place_code, hazard.lead_unit,
  hazard.deadline, hazard.status, hazard.fixed_on, hazard.rain_threshold_mm, hazard.synthetic,
  hazard.geom)
  IS DISTINCT FROM (
  excluded.kind, excluded.severity, excluded.found_on, excluded.place_code, excluded.lead_unit,
  excluded.deadline, excluded.status, excluded.fixed_on, excluded.rain_threshold_mm,
  excluded.synthetic, excluded.geom)
