SELECT DISTINCT h.run FROM hotspot h JOIN grid g ON g.id = h.grid WHERE g.import = $1 ORDER BY h.run
