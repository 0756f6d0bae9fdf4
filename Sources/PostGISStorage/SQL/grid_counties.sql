SELECT id, left(code, 6) FROM grid WHERE support = 'grid'
