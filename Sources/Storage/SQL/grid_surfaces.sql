SELECT code, kind, geom FROM grid WHERE support = 'grid' ORDER BY code
