-- The store removes what still bears the number of an import that is undone.
UPDATE import SET undone = 1 WHERE id = $1 AND undone = 2
