UPDATE grid SET is_current = 0, valid_to = $2, import = $3 WHERE id = $1
