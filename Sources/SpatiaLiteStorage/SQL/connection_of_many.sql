-- Some connections of one process read at a time, and what one of them keeps the others keep too: 12 MB
-- each. Pages that it lets go of are still in the system's memory.
PRAGMA cache_size = -12288;
