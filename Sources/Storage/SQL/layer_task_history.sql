SELECT s.id, NULL, t.number, s.status, s.at
FROM task_status s JOIN task t ON t.id = s.task
WHERE $1 = '' OR substr(t.place_code, 1, length($1)) = $1
ORDER BY t.number, s.at, s.status
