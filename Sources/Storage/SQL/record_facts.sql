-- What registers say of single things, so that they can be named as evidence: hazards, tasks, and
-- documents about units. Each with its kind, its level, its place, when it began, until when it is due
-- or valid, when it was done, and its state.
SELECT 'hazard', code, kind, '', place_code, found_on, deadline, fixed_on, status
FROM hazard
WHERE place_code IS NOT NULL
UNION ALL
SELECT 'task', number, kind, '', place_code, issued_on, deadline, CAST(NULL AS integer), status
FROM task
WHERE place_code IS NOT NULL
UNION ALL
SELECT 'award', a.number, a.colour, a.level, coalesce(s.place_code, a.unit), a.issued_on, a.valid_to,
  CAST(NULL AS integer), ''
FROM award a LEFT JOIN station s ON s.code = a.unit
ORDER BY 1, 2
