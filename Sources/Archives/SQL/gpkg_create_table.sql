-- {table} and {columns} are made by SQLTemplate from the caller's schema.
CREATE TABLE {table} ({columns});
