SELECT r.id, r.geom, i.source, i.source_id, i.category, r.at, r.outcome, r.station, r.synthetic
FROM resolution r JOIN incident i ON i.id = r.incident LEFT JOIN grid g ON g.id = i.grid
WHERE ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id
