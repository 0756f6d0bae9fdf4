-- What becomes of a unit's rank when weights, scales, aggregation, smoothing and the set of indicators are
-- chosen otherwise, and in which share of those draws it has its stars or more; unknown where nobody
-- asked.
ALTER TABLE unit_score ADD COLUMN choice_rank INTEGER CHECK (choice_rank > 0);
ALTER TABLE unit_score ADD COLUMN choice_rank_low INTEGER CHECK (choice_rank_low > 0);
ALTER TABLE unit_score ADD COLUMN choice_rank_high INTEGER CHECK (choice_rank_high > 0);
ALTER TABLE unit_score ADD COLUMN choice_stars REAL CHECK (choice_stars BETWEEN 0 AND 1);

DROP VIEW safety_index;
CREATE VIEW safety_index AS
  SELECT s.id AS fid, s.run, s.unit, s.level, s.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, s.score, s.low, s.high, s.stars,
    s.rank_low, s.rank_high, s.class, s.change, s.change_p,
    s.choice_rank, s.choice_rank_low, s.choice_rank_high, s.choice_stars, s.why_zh, s.why_en, r.time_basis,
    r.stage, r.synthetic, s.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN unit_score s ON s.run = c.run
  WHERE c.kind = 'safety-index';
