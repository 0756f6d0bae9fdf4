-- Claims that were notified until the day $1, with their policy and their incident, where both
-- registers know it.
SELECT c.number, c.policy, coalesce(p.scheme, ''), i.id, coalesce(g.code, i.place_code, p.grid, p.village, ''),
  c.peril, c.occurred_on, c.notified_on, c.filed_on, c.reserve_fen, c.paid_fen, c.paid_on,
  CASE WHEN c.refused_reason IS NULL THEN 0 ELSE 1 END, c.closed_on, i.day, c.incident_id,
  p.zone
FROM claim c JOIN policy p ON p.number = c.policy
  LEFT JOIN incident i ON i.source = c.incident_source AND i.source_id = c.incident_id
  LEFT JOIN grid g ON g.id = i.grid
WHERE c.notified_on <= $1
ORDER BY c.number
