INSERT INTO current_run (kind, run)
SELECT kind, id FROM run
WHERE kind = $1 AND sequence = (SELECT max(sequence) FROM run WHERE kind = $1)
ON CONFLICT (kind) DO NOTHING
