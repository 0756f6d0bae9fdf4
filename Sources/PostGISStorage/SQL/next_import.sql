-- Imports of one store follow each other, so that each tells what it alone changed.
SELECT coalesce((SELECT max(id) FROM import), 0) + 1
FROM (SELECT pg_advisory_xact_lock(4202902)) turn
