SELECT id, geom, number, unit, began_at, ended_at, mode, people, synthetic
FROM patrol
WHERE ($1 = '' OR substr(unit, 1, length($1)) = $1)
ORDER BY number
