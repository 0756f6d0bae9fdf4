SELECT id, code, geom FROM unit ORDER BY code, valid_from NULLS FIRST
