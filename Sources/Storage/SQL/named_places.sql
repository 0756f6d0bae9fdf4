SELECT code, name, geom FROM village ORDER BY code
