INSERT INTO run (
  id, kind, parameters, time_basis, stage, seed, input_digest, version, valid_from, valid_to,
  synthetic, summary)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
