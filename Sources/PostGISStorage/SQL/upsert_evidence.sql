-- Incidents are found by their keys, which have the index.
INSERT INTO incident_evidence (
  incident, liable_party_found, liable_party_able, certificate, other_compensation, synthetic,
  import)
VALUES (
  (SELECT id FROM incident_key WHERE source = $1 AND source_id = $2), $3, $4, $5, $6, $7, $8)
ON CONFLICT (incident) DO UPDATE SET
  liable_party_found = excluded.liable_party_found,
  liable_party_able = excluded.liable_party_able, certificate = excluded.certificate,
  other_compensation = excluded.other_compensation, synthetic = excluded.synthetic,
  import = excluded.import
WHERE (
  incident_evidence.liable_party_found, incident_evidence.liable_party_able,
  incident_evidence.certificate, incident_evidence.other_compensation,
  incident_evidence.synthetic)
  IS DISTINCT FROM (
  excluded.liable_party_found, excluded.liable_party_able, excluded.certificate,
  excluded.other_compensation, excluded.synthetic)
