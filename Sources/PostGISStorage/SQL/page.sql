WITH f ({columns}) AS (
{layer}
)
SELECT {columns}
FROM f
WHERE {condition}
ORDER BY id
LIMIT {limit}
