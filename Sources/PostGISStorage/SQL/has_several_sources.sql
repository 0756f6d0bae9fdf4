-- The first and the last of the keys' index: nothing is counted.
SELECT (SELECT source FROM incident_key ORDER BY source LIMIT 1)
  <> (SELECT source FROM incident_key ORDER BY source DESC LIMIT 1)
