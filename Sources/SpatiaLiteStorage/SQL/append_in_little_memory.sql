-- The keys of very many rows take the memory that pages had. Sixteen megabytes are enough to append
-- by; what they cost is that a page of the grids, one of which each row names, is read again more
-- often than it is found.
PRAGMA cache_size = -16384;
