SELECT e.id, e.geom, e.run, r.valid_from, r.valid_to, i.source, i.source_id, i.category, e.scheme,
  e.version, e.item, e.verdict, e.clause, e.missing_papers, e.missing_facts, e.clock_day,
  e.due_fen / 100.0, e.claims, e.paid_fen / 100.0, i.synthetic
FROM eligibility_case e JOIN run r ON r.id = e.run
  JOIN incident i ON i.id = e.incident LEFT JOIN grid g ON g.id = i.grid
WHERE e.run = $5 AND ($1 = '' OR substr(coalesce(g.code, i.place_code), 1, length($1)) = $1)
ORDER BY i.source, i.source_id, e.scheme
