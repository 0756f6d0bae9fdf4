SELECT DISTINCT category FROM incident ORDER BY category
