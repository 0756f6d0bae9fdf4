INSERT INTO eligibility_case (
  run, incident, scheme, version, item, verdict, clause, missing_papers, missing_facts, clock_day,
  due_fen, claims, paid_fen, geom)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
  (SELECT i.geom FROM incident i WHERE i.id = $2))
