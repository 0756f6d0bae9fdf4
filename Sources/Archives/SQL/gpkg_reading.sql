-- A stranger's file: its views and triggers may call nothing with side effects, its pages are
-- checked as they are read, and nothing goes to a temporary file.
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA query_only = ON;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 0;
