INSERT INTO claim (
  number, policy, incident_source, incident_id, peril, occurred_on, notified_on, filed_on,
  reserve_fen, paid_fen, paid_on, refused_reason, closed_on, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (number) DO UPDATE SET
  policy = excluded.policy, incident_source = excluded.incident_source,
  incident_id = excluded.incident_id, peril = excluded.peril, occurred_on = excluded.occurred_on,
  notified_on = excluded.notified_on, filed_on = excluded.filed_on,
  reserve_fen = excluded.reserve_fen, paid_fen = excluded.paid_fen, paid_on = excluded.paid_on,
  refused_reason = excluded.refused_reason, closed_on = excluded.closed_on,
  synthetic = excluded.synthetic, import = excluded.import
WHERE (
  claim.policy, claim.incident_source, claim.incident_id, claim.peril, claim.occurred_on,
  claim.notified_on, claim.filed_on, claim.reserve_fen, claim.paid_fen, claim.paid_on,
  claim.refused_reason, claim.closed_on, claim.synthetic)
  IS DISTINCT FROM (
  excluded.policy, excluded.incident_source, excluded.incident_id, excluded.peril,
  excluded.occurred_on, excluded.notified_on, excluded.filed_on, excluded.reserve_fen,
  excluded.paid_fen, excluded.paid_on, excluded.refused_reason, excluded.closed_on,
  excluded.synthetic)
