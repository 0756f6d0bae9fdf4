SELECT r.id, r.kind, r.parameters, r.time_basis, r.stage, r.seed, r.input_digest, r.version, r.valid_from, r.valid_to,
  r.synthetic, r.summary, r.stale
FROM run r
WHERE ($1 = '' OR r.id = $1)
  AND ($2 = '' OR EXISTS (SELECT 1 FROM current_run c WHERE c.kind = $2 AND c.run = r.id))
ORDER BY r.sequence
