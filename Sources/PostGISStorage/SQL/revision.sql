-- Which transactions a statement sees: once another one is committed, the text is another.
SELECT pg_current_snapshot()::text
