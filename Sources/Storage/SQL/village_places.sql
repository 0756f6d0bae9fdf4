SELECT code, geom FROM village ORDER BY code
