SELECT id, NULL, number, unit, colour, level, evidence, issued_on, valid_to, synthetic
FROM award
WHERE ($1 = '' OR substr(unit, 1, length($1)) = $1)
ORDER BY number
