SELECT DISTINCT category, coalesce(subcategory, '') FROM incident ORDER BY 1, 2
