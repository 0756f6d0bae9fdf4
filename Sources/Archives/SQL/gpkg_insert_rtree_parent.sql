INSERT INTO {parents} (nodeno, parentnode) VALUES (?, ?);
