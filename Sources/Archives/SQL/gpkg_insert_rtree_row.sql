INSERT INTO {rows} (rowid, nodeno) VALUES (?, ?);
