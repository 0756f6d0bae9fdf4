SELECT min(day), max(day) FROM incident WHERE import = $1
