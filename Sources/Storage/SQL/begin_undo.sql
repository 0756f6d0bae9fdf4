-- The store removes what the import brought.
UPDATE import SET undone = 2 WHERE id = $1 AND undone = 0
