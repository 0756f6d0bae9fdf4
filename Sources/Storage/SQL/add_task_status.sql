INSERT INTO task_status (task, status, at)
VALUES ((SELECT id FROM task WHERE number = $1), $2, $3)
ON CONFLICT (task, status, at) DO NOTHING
