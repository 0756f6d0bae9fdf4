INSERT INTO current_run (kind, run) VALUES ($1, $2)
ON CONFLICT (kind) DO UPDATE SET run = excluded.run
