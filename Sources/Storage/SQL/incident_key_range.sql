-- Each from its own end of the table.
SELECT (SELECT min(id) FROM incident), (SELECT max(id) FROM incident)
