-- In the order of the key, which for a table is the order of the file.
SELECT {columns} FROM {table} ORDER BY {key};
