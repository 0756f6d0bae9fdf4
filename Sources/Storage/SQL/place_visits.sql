SELECT place_code, sum(CASE WHEN visited_on BETWEEN $1 AND $2 THEN coalesce(households, 0) ELSE 0 END)
FROM visit
GROUP BY place_code
ORDER BY place_code
