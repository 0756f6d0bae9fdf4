SELECT code, name, level FROM unit ORDER BY code, valid_from NULLS FIRST
