UPDATE publication SET withdrawn = $2 WHERE run = $1 AND withdrawn IS NULL
