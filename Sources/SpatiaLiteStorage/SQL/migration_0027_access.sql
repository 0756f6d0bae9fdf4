-- Who may ask the service: keys as digests, never as they are, and what each is for.
CREATE TABLE access_key (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 12),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'editor', 'admin')),
  area TEXT NOT NULL,
  note TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER
) WITHOUT ROWID;

-- The runs that viewers may see. One that is withdrawn, or whose run is gone, stays on the list:
-- what was told beside it must not let it be worked out.
CREATE TABLE publication (
  run TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL CHECK (last_day >= first_day),
  published INTEGER NOT NULL,
  withdrawn INTEGER
) WITHOUT ROWID;

-- What was answered to incidents that came over HTTP under a name of their own.
CREATE TABLE posted_import (
  access_key TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  report TEXT NOT NULL,
  posted INTEGER NOT NULL,
  PRIMARY KEY (access_key, name)
) WITHOUT ROWID;
