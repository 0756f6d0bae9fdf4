-- Who may ask the service: keys as digests, never as they are, and what each is for.
CREATE TABLE access_key (
  id text COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 12),
  digest text COLLATE "C" NOT NULL CHECK (length(digest) = 64),
  role text COLLATE "C" NOT NULL CHECK (role IN ('viewer', 'analyst', 'editor', 'admin')),
  area text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  created bigint NOT NULL,
  expires bigint,
  revoked bigint
);

-- The runs that viewers may see. One that is withdrawn, or whose run is gone, stays on the list:
-- what was told beside it must not let it be worked out.
CREATE TABLE publication (
  run text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  first_day integer NOT NULL,
  last_day integer NOT NULL CHECK (last_day >= first_day),
  published bigint NOT NULL,
  withdrawn bigint
);

-- What was answered to incidents that came over HTTP under a name of their own.
CREATE TABLE posted_import (
  access_key text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  status integer NOT NULL,
  report text COLLATE "C" NOT NULL,
  posted bigint NOT NULL,
  PRIMARY KEY (access_key, name)
);
