SELECT code, name, level
FROM unit
WHERE (valid_from IS NULL OR valid_from <= $1) AND (valid_to IS NULL OR valid_to >= $1)
  AND ($2 = '' OR code = $2)
ORDER BY code, valid_from NULLS FIRST
