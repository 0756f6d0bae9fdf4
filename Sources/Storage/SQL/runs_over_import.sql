-- A border that the import ended stays for its runs.
SELECT DISTINCT h.run FROM hotspot h JOIN grid g ON g.id = h.grid
WHERE g.import = $1 AND NOT EXISTS (
  SELECT 1 FROM import_journal j WHERE j.import = $1 AND j.place = 'grid' AND j.row = g.id)
ORDER BY h.run
