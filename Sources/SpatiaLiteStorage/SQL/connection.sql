-- 64 MB of pages: an import of a million rows touches three indexes all over, and spills to disk
-- with SQLite's two.
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
