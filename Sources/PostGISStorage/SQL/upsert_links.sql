-- Incidents are found by their keys, which have the index.
INSERT INTO incident_link (
  incident, other_incident, kind, synthetic, import)
VALUES (
  (SELECT id FROM incident_key WHERE source = $1 AND source_id = $2),
  (SELECT id FROM incident_key WHERE source = $3 AND source_id = $4), $5, $6, $7)
ON CONFLICT (incident, other_incident, kind) DO UPDATE SET
  synthetic = excluded.synthetic, import = excluded.import
WHERE (
  incident_link.synthetic)
  IS DISTINCT FROM (
  excluded.synthetic)
