-- What the storms of the record lose a year where nobody insures it, with its range; and the expected
-- loss of the coastal gap by its parts.
ALTER TABLE exposure_unit ADD COLUMN loss_a_year double precision CHECK (loss_a_year >= 0);
ALTER TABLE exposure_unit ADD COLUMN low double precision CHECK (low <= loss_a_year);
-- Unknown where no storm destroyed anything.
ALTER TABLE exposure_unit ADD COLUMN high double precision CHECK (high >= loss_a_year);
ALTER TABLE coverage_gap ADD COLUMN attritional_loss double precision CHECK (attritional_loss >= 0);
ALTER TABLE coverage_gap ADD COLUMN storm_loss double precision CHECK (storm_loss >= 0);
ALTER TABLE coverage_gap ADD COLUMN storm_low double precision CHECK (storm_low <= storm_loss);
ALTER TABLE coverage_gap ADD COLUMN storm_high double precision CHECK (storm_high >= storm_loss);
ALTER TABLE coast_gap ADD COLUMN attritional_loss double precision CHECK (attritional_loss >= 0);
ALTER TABLE coast_gap ADD COLUMN storm_loss double precision CHECK (storm_loss >= 0);
ALTER TABLE coast_gap ADD COLUMN storm_low double precision CHECK (storm_low <= storm_loss);
ALTER TABLE coast_gap ADD COLUMN storm_high double precision CHECK (storm_high >= storm_loss);

DROP VIEW coverage_gaps;
CREATE VIEW coverage_gaps AS
  SELECT c.id AS fid, c.run, c.unit, c.level, c.name, c.scheme, c.measure, c.basis, c.exposure,
    c.insured, c.other_cover, c.gap, c.gap_no_policy, c.gap_under_limit, c.gap_excluded,
    c.gap_unknown, c.obligation, c.penetration, c.penetration_low, c.penetration_high,
    c.expected_uninsured_loss, c.low, c.high, c.policies, c.excess, c.class,
    c.attritional_loss, c.storm_loss, c.storm_low, c.storm_high, c.species,
    c.licence, c.prohibited, c.segment, c.segment_metres, c.exposure_class, c.spread,
    c.incidents, c.claims, c.risk, c.gap_risk, c.share_by_risk, c.share_by_need,
    c.share_by_premium, date '1970-01-01' + r.valid_from AS valid_from,
    date '1970-01-01' + r.valid_to AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN coverage_gap c ON c.run = k.run
  WHERE k.kind = 'coverage-gaps';

DROP VIEW coast_gaps;
CREATE VIEW coast_gaps AS
  SELECT c.id AS fid, c.run, c.unit, c.level, c.name, c.scheme, c.measure, c.basis, c.exposure,
    c.insured, c.other_cover, c.gap, c.gap_no_policy, c.gap_under_limit, c.gap_excluded,
    c.gap_unknown, c.obligation, c.penetration, c.penetration_low, c.penetration_high,
    c.expected_uninsured_loss, c.low, c.high, c.policies, c.excess, c.class,
    c.attritional_loss, c.storm_loss, c.storm_low, c.storm_high, c.zones,
    c.exposure_class, c.length_m, date '1970-01-01' + r.valid_from AS valid_from,
    date '1970-01-01' + r.valid_to AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN coast_gap c ON c.run = k.run
  WHERE k.kind = 'coverage-gaps';

DROP VIEW exposure;
CREATE VIEW exposure AS
  SELECT c.id AS fid, c.run, c.footprint, c.unit, c.level, c.name, c.inside_share, c.households,
    c.people, c.value_yuan, c.sum_insured, c.sum_uninsured, c.sum_unknown, c.wind_ms,
    c.sheltered_wind_ms, c.damage_share, c.loss_ground_up, c.loss_insured, c.loss_uninsured,
    c.loss_unknown, c.contribution, c.loss_a_year, c.low, c.high, c.class,
    date '1970-01-01' + r.valid_from AS valid_from,
    date '1970-01-01' + r.valid_to AS valid_to, r.synthetic, c.geom
  FROM current_run k JOIN run r ON r.id = k.run JOIN exposure_unit c ON c.run = k.run
  WHERE k.kind = 'exposure';
