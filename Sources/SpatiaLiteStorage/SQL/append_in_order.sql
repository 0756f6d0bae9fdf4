-- Rows that are appended without indexes touch each page once: sixteen megabytes of them are enough.
PRAGMA cache_size = -16384;
