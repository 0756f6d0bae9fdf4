SELECT count(*) FROM incident i LEFT JOIN grid g ON g.id = i.grid
WHERE i.import = $1 AND substr(coalesce(g.code, i.place_code, ''), 1, length($2)) <> $2
