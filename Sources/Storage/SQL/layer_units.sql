SELECT id, geom, code, level, name, parent, valid_from, valid_to, synthetic
FROM unit
WHERE substr(code, 1, length($1)) = $1
ORDER BY code, valid_from NULLS FIRST
