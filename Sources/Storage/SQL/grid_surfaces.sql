SELECT code, kind, geom FROM grid WHERE support = 'grid' AND is_current = 1 ORDER BY code
