SELECT e.id, NULL, e.run, r.valid_from, r.valid_to, e.scheme, e.peril, e.unit, e.name,
  e.experience, e.exposure, e.exposure_unit, e.claims, e.incurred_fen / 100.0, e.frequency,
  e.frequency_credibility, e.frequency_estimate, e.severity_yuan, e.severity_credibility,
  e.severity_estimate_yuan, e.written_fen / 100.0, e.earned_fen / 100.0, e.loss_ratio,
  e.pure_premium_yuan, e.charged_yuan, e.adequacy, r.synthetic
FROM claim_experience e JOIN run r ON r.id = e.run
WHERE e.run = $5 AND ($1 = '' OR substr(e.unit, 1, length($1)) = $1)
ORDER BY e.scheme, e.peril, e.unit
