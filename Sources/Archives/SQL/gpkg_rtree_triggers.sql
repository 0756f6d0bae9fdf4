-- OGC 12-128r18, F.3 (R-tree spatial indexes), with update3 as corrected in 1.2.1: it fires on any
-- column, because a row may get another key without a new geometry.
CREATE TRIGGER {insert} AFTER INSERT ON {table}
WHEN (NEW.{geometry} NOT NULL AND NOT ST_IsEmpty(NEW.{geometry}))
BEGIN
  INSERT OR REPLACE INTO {rtree} VALUES (
    NEW.{key}, ST_MinX(NEW.{geometry}), ST_MaxX(NEW.{geometry}), ST_MinY(NEW.{geometry}),
    ST_MaxY(NEW.{geometry}));
END;
CREATE TRIGGER {update1} AFTER UPDATE OF {geometry} ON {table}
WHEN OLD.{key} = NEW.{key} AND (NEW.{geometry} NOTNULL AND NOT ST_IsEmpty(NEW.{geometry}))
BEGIN
  INSERT OR REPLACE INTO {rtree} VALUES (
    NEW.{key}, ST_MinX(NEW.{geometry}), ST_MaxX(NEW.{geometry}), ST_MinY(NEW.{geometry}),
    ST_MaxY(NEW.{geometry}));
END;
CREATE TRIGGER {update2} AFTER UPDATE OF {geometry} ON {table}
WHEN OLD.{key} = NEW.{key} AND (NEW.{geometry} ISNULL OR ST_IsEmpty(NEW.{geometry}))
BEGIN
  DELETE FROM {rtree} WHERE id = OLD.{key};
END;
CREATE TRIGGER {update3} AFTER UPDATE ON {table}
WHEN OLD.{key} != NEW.{key} AND (NEW.{geometry} NOTNULL AND NOT ST_IsEmpty(NEW.{geometry}))
BEGIN
  DELETE FROM {rtree} WHERE id = OLD.{key};
  INSERT OR REPLACE INTO {rtree} VALUES (
    NEW.{key}, ST_MinX(NEW.{geometry}), ST_MaxX(NEW.{geometry}), ST_MinY(NEW.{geometry}),
    ST_MaxY(NEW.{geometry}));
END;
CREATE TRIGGER {update4} AFTER UPDATE ON {table}
WHEN OLD.{key} != NEW.{key} AND (NEW.{geometry} ISNULL OR ST_IsEmpty(NEW.{geometry}))
BEGIN
  DELETE FROM {rtree} WHERE id IN (OLD.{key}, NEW.{key});
END;
CREATE TRIGGER {delete} AFTER DELETE ON {table}
WHEN OLD.{geometry} NOT NULL
BEGIN
  DELETE FROM {rtree} WHERE id = OLD.{key};
END;
