UPDATE grid SET is_current = 0, valid_to = $2 WHERE id = $1
