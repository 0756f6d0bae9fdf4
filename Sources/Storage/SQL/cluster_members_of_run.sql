SELECT m.cluster, m.incident, i.x, i.y
FROM cluster_member m JOIN incident i ON i.id = m.incident
WHERE m.run = $1 AND m.cluster IS NOT NULL AND i.x IS NOT NULL
ORDER BY m.cluster, i.source, i.source_id
