-- An index is sorted in pieces of this size: two megabytes stay in the processor's cache, and each
-- piece is sorted by the second thread while the next one is read.
PRAGMA cache_size = -2048;
