INSERT INTO inspection (
  number, hazard, place_code, inspected_on, unit, result, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (number) DO UPDATE SET
  hazard = excluded.hazard, place_code = excluded.place_code,
  inspected_on = excluded.inspected_on, unit = excluded.unit, result = excluded.result,
  synthetic = excluded.synthetic, import = excluded.import
WHERE (
  inspection.hazard, inspection.place_code, inspection.inspected_on, inspection.unit,
  inspection.result, inspection.synthetic)
  IS DISTINCT FROM (
  excluded.hazard, excluded.place_code, excluded.inspected_on, excluded.unit, excluded.result,
  excluded.synthetic)
