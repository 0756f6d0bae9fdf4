INSERT INTO coverage_gap (
  run, unit, level, name, scheme, measure, basis, exposure, insured, other_cover, gap,
  gap_no_policy, gap_under_limit, gap_excluded, gap_unknown, obligation, penetration,
  penetration_low, penetration_high, expected_uninsured_loss, low, high, policies, excess, class,
  species, licence, prohibited, segment, segment_metres, exposure_class, spread, incidents,
  claims, risk, gap_risk, share_by_risk, share_by_need, share_by_premium, geom,
  attritional_loss, storm_loss, storm_low, storm_high)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
  $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
  $39, $40, $41, $42, $43, $44)
