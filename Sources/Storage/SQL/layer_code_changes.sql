SELECT id, NULL, old_code, new_code, changed_on, basis, synthetic
FROM code_change
WHERE ($1 = '' OR substr(new_code, 1, length($1)) = $1)
ORDER BY changed_on, old_code
