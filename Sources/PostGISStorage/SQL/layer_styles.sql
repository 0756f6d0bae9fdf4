SELECT f_table_name, coalesce(f_geometry_column, ''), styleqml::text, coalesce(description, '')
FROM layer_styles
WHERE stylename = 'anlan' AND f_table_schema = current_schema()
ORDER BY f_table_name COLLATE "C"
