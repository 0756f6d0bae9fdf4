-- What is known of incidents on the day $1: the first day of each step until then, and the state with
-- the last day that any step bears, by which a later state is told from an earlier one.
SELECT i.id, i.category, coalesce(i.subcategory, ''), i.day, i.reported_day, s.accepted, s.filed,
  s.solved, s.ended, s.last, coalesce(i.status, ''), coalesce(g.code, i.place_code, ''),
  i.loss_fen, e.liable_party_found, e.liable_party_able, e.certificate, e.other_compensation,
  i.synthetic
FROM incident i LEFT JOIN grid g ON g.id = i.grid
  LEFT JOIN (
    SELECT incident, max(day) AS last,
      min(CASE WHEN status = 'accepted' AND day <= $1 THEN day END) AS accepted,
      min(CASE WHEN status = 'filed' AND day <= $1 THEN day END) AS filed,
      min(CASE WHEN status = 'solved' AND day <= $1 THEN day END) AS solved,
      min(CASE WHEN status IN ('mediated', 'closed', 'reopened') AND day <= $1 THEN day END)
        AS ended
    FROM incident_status GROUP BY incident) s ON s.incident = i.id
  LEFT JOIN incident_evidence e ON e.incident = i.id
WHERE coalesce(i.reported_day, i.day) <= $1
  AND ($2 = '' OR substr(coalesce(g.code, i.place_code), 1, length($2)) = $2)
  AND ($3 = '' OR replace($3, '|' || i.category || '|', '') <> $3)
ORDER BY i.source, i.source_id
