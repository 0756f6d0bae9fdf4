-- 64 MB of pages: rows that go through three indexes touch them all over, and spill to disk with
-- SQLite's two. What is sorted beyond as much again goes to a temporary file, whatever the number of
-- rows, and is sorted by a second thread.
PRAGMA cache_size = -65536;
PRAGMA temp_store = FILE;
PRAGMA threads = 1;
