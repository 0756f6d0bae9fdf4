SELECT name, value FROM metadata
