SELECT id, code, geom FROM grid WHERE support = 'grid' ORDER BY code
