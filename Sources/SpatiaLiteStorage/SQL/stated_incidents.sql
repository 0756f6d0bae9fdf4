SELECT row_count FROM geometry_columns_statistics
WHERE f_table_name = 'incident' AND f_geometry_column = 'geom'
