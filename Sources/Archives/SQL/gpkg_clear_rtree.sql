-- The empty root that SQLite laid.
DELETE FROM {nodes};
