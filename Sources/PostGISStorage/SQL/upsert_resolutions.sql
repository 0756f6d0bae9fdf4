-- Incidents are found by their keys, which have the index.
INSERT INTO resolution (
  incident, at, outcome, station, synthetic, import, geom)
VALUES (
  (SELECT id FROM incident_key WHERE source = $1 AND source_id = $2), $3, $4, $5, $6, $7, $8)
ON CONFLICT (incident) DO UPDATE SET
  at = excluded.at, outcome = excluded.outcome, station = excluded.station,
  synthetic = excluded.synthetic, import = excluded.import, geom = excluded.geom
WHERE (
  resolution.at, resolution.outcome, resolution.station, resolution.synthetic, resolution.geom)
  IS DISTINCT FROM (
  excluded.at, excluded.outcome, excluded.station, excluded.synthetic, excluded.geom)
