-- 64 MB of pages: rows that go through three indexes touch them all over, and spill to disk with
-- SQLite's two. What does not fit when it is sorted goes to a temporary file, as SQLite has it by
-- itself, and a second thread helps to sort.
PRAGMA cache_size = -65536;
PRAGMA threads = 1;
