-- That points were seen: by a key and its role, of a layer and a place; never by whom, never which.
CREATE TABLE access_audit (
  id INTEGER NOT NULL PRIMARY KEY,
  time INTEGER NOT NULL,
  access_key TEXT NOT NULL,
  role TEXT NOT NULL,
  area TEXT NOT NULL,
  action TEXT NOT NULL,
  layer TEXT NOT NULL,
  run TEXT,
  west REAL,
  south REAL,
  east REAL,
  north REAL,
  features INTEGER NOT NULL CHECK (features >= 0)
);
