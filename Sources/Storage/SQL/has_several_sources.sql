-- The first and the last of an index: nothing is counted.
SELECT (SELECT source FROM incident ORDER BY source LIMIT 1)
  <> (SELECT source FROM incident ORDER BY source DESC LIMIT 1)
