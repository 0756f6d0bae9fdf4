SELECT cluster, n, first_day, last_day, since_day, geom
FROM cluster
WHERE run = $1
ORDER BY cluster
