INSERT INTO claim_experience (
  run, scheme, peril, unit, name, exposure, exposure_unit, claims, incurred_fen, frequency,
  frequency_credibility, frequency_estimate, severity_yuan, severity_credibility,
  severity_estimate_yuan, written_fen, earned_fen, loss_ratio, pure_premium_yuan, charged_yuan,
  adequacy, experience)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22)
