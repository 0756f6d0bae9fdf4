SELECT r.id, NULL, r.number, r.policy, r.incident_source, r.incident_id, r.peril, r.occurred_on,
  r.notified_on, r.filed_on, r.reserve_fen / 100.0, r.paid_fen / 100.0, r.paid_on,
  r.refused_reason, r.closed_on, r.synthetic
FROM claim r JOIN policy p ON p.number = r.policy
WHERE ($1 = '' OR substr(coalesce(p.grid, p.village, p.zone), 1, length($1)) = $1)
ORDER BY r.number
