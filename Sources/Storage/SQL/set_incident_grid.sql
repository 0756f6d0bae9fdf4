UPDATE incident SET grid = $2 WHERE id = $1 AND grid IS DISTINCT FROM $2
