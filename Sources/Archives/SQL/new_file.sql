-- A file under construction has no reader and no past: nothing to roll back to, nothing to keep
-- on the disk before it is whole.
PRAGMA page_size = 4096;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
