SELECT r.id, NULL, i.source, i.source_id, o.source, o.source_id, r.kind, i.category, r.synthetic
FROM incident_link r JOIN incident i ON i.id = r.incident JOIN incident o ON o.id = r.other_incident
  LEFT JOIN grid g ON g.id = i.grid
WHERE ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id, o.source, o.source_id, r.kind
