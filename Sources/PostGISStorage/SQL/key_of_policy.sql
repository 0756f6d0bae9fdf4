SELECT id FROM policy WHERE number = $1
