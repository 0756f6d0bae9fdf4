SELECT f_table_name, coalesce(f_geometry_column, ''), styleqml, description
FROM layer_styles
WHERE stylename = 'anlan'
ORDER BY f_table_name
