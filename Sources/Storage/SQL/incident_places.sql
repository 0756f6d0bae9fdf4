SELECT coalesce(g.code, i.place_code, ''), i.x, i.y,
  CASE $1 WHEN 'occurred' THEN i.day WHEN 'reported' THEN i.reported_day ELSE
    (SELECT min(s.day) FROM incident_status s WHERE s.incident = i.id AND s.status = $1) END,
  i.id
FROM incident i LEFT JOIN grid g ON g.id = i.grid
WHERE CASE $1 WHEN 'occurred' THEN i.day WHEN 'reported' THEN i.reported_day ELSE
    (SELECT min(s.day) FROM incident_status s WHERE s.incident = i.id AND s.status = $1) END
    BETWEEN $2 AND $3
  AND ($4 = '' OR replace($4, '|' || i.category || '|', '') <> $4)
  AND ($5 = '' OR substr(coalesce(g.code, i.place_code), 1, length($5)) = $5)
  AND ($6 = '' OR replace($6, '|' || i.status || '|', '') <> $6 OR EXISTS (
    SELECT 1 FROM incident_status s
    WHERE s.incident = i.id AND replace($6, '|' || s.status || '|', '') <> $6))
ORDER BY i.source, i.source_id
