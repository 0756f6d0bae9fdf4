-- A border that the import ended stays for its runs.
SELECT u.run
FROM (SELECT run, grid FROM hotspot UNION SELECT run, grid FROM emerging_unit) u
  JOIN grid g ON g.id = u.grid
WHERE g.import = $1 AND NOT EXISTS (
  SELECT 1 FROM import_journal j WHERE j.import = $1 AND j.place = 'grid' AND j.row = g.id)
GROUP BY u.run
ORDER BY u.run
