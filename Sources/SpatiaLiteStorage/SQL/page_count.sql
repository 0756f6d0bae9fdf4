WITH f ({columns}) AS (
{layer}
)
SELECT count(*)
FROM f
WHERE {condition}
