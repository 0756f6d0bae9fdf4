INSERT INTO patrol (
  number, unit, began_at, ended_at, mode, people, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (number) DO UPDATE SET
  unit = excluded.unit, began_at = excluded.began_at, ended_at = excluded.ended_at,
  mode = excluded.mode, people = excluded.people, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  patrol.unit, patrol.began_at, patrol.ended_at, patrol.mode, patrol.people, patrol.synthetic,
  patrol.geom)
  IS DISTINCT FROM (
  excluded.unit, excluded.began_at, excluded.ended_at, excluded.mode, excluded.people,
  excluded.synthetic, excluded.geom)
