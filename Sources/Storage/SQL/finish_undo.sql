UPDATE import SET undone = 1 WHERE id = $1 AND undone = 2
