SELECT m.id, i.geom, m.run, r.valid_from, r.valid_to, i.source, i.source_id,
  i.category, m.cluster, m.core, m.probability, i.synthetic
FROM cluster_member m JOIN run r ON r.id = m.run
  JOIN incident i ON i.id = m.incident LEFT JOIN grid g ON g.id = i.grid
WHERE m.run = $5 AND ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id
