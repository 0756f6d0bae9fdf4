-- A grid may be redrawn: each border is a row of its own, so that the runs that counted in the old
-- one go on drawing it.
ALTER TABLE grid
  DROP CONSTRAINT grid_code_key,
  -- The borders that the code has had, from 1; the days that this one held, where they are known.
  ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN valid_from integer,
  ADD COLUMN valid_to integer,
  -- The border that is drawn now. Only the days may be unknown: that it was redrawn is not.
  ADD COLUMN is_current integer NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
  ADD CHECK (valid_to >= valid_from),
  ADD CHECK (is_current = 0 OR valid_to IS NULL),
  ADD UNIQUE (code, version);
CREATE UNIQUE INDEX grid_by_code ON grid (code) WHERE is_current = 1;

DROP VIEW grids;
CREATE VIEW grids AS
  SELECT id AS fid, code, name, kind, population, households, workers, staff, area_m2,
    date '1970-01-01' + valid_from AS valid_from, date '1970-01-01' + valid_to AS valid_to,
    version, synthetic, geom
  FROM grid WHERE support = 'grid' AND is_current = 1;
