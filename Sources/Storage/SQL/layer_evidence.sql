SELECT r.id, NULL, i.source, i.source_id, i.category, r.liable_party_found, r.liable_party_able,
  r.certificate, r.other_compensation, r.synthetic
FROM incident_evidence r JOIN incident i ON i.id = r.incident LEFT JOIN grid g ON g.id = i.grid
WHERE ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id
