INSERT INTO visit (
  number, place_code, unit, visited_on, kind, households, outcome, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (number) DO UPDATE SET
  place_code = excluded.place_code, unit = excluded.unit, visited_on = excluded.visited_on,
  kind = excluded.kind, households = excluded.households, outcome = excluded.outcome,
  synthetic = excluded.synthetic, import = excluded.import
WHERE (
  visit.place_code, visit.unit, visit.visited_on, visit.kind, visit.households, visit.outcome,
  visit.synthetic)
  IS DISTINCT FROM (
  excluded.place_code, excluded.unit, excluded.visited_on, excluded.kind, excluded.households,
  excluded.outcome, excluded.synthetic)
