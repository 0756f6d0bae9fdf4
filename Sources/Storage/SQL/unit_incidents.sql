-- A state counts as reached where the incident has it, or had it on its way. Behind the states: the
-- sums of deaths, injuries and yuan lost of the incidents that say them, and of their squares.
SELECT g.code, i.category, coalesce(i.subcategory, ''), count(*),
  sum(CASE WHEN i.status = 'filed' OR EXISTS (SELECT 1 FROM incident_status s
    WHERE s.incident = i.id AND s.status = 'filed') THEN 1 ELSE 0 END),
  sum(CASE WHEN i.status = 'solved' OR EXISTS (SELECT 1 FROM incident_status s
    WHERE s.incident = i.id AND s.status = 'solved') THEN 1 ELSE 0 END),
  sum(CASE WHEN i.status = 'mediated' OR EXISTS (SELECT 1 FROM incident_status s
    WHERE s.incident = i.id AND s.status = 'mediated') THEN 1 ELSE 0 END),
  sum(CASE WHEN i.status = 'closed' OR EXISTS (SELECT 1 FROM incident_status s
    WHERE s.incident = i.id AND s.status = 'closed') THEN 1 ELSE 0 END),
  CAST(sum(i.deaths) AS double precision), CAST(sum(i.deaths * i.deaths) AS double precision),
  CAST(sum(i.injuries) AS double precision),
  CAST(sum(i.injuries * i.injuries) AS double precision),
  CAST(sum(i.loss_fen / 100.0) AS double precision),
  CAST(sum(i.loss_fen / 100.0 * i.loss_fen / 100.0) AS double precision)
FROM incident i JOIN grid g ON g.id = i.grid
WHERE i.day BETWEEN $1 AND $2
GROUP BY g.code, i.category, coalesce(i.subcategory, '')
ORDER BY g.code, i.category, 3
