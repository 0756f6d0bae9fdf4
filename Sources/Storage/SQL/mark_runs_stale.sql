UPDATE run SET stale = 1 WHERE stale = 0 AND valid_from <= $2 AND valid_to >= $1
