-- A policy names its grid by code, not by key: 0015 gave an undone one no grid at all.
DROP TRIGGER restore_policy;
CREATE TRIGGER restore_policy AFTER DELETE ON import_journal
WHEN OLD.place = 'policy' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE policy SET
    number = OLD.v1, scheme = OLD.v2, insured_kind = OLD.v3, unit = OLD.v4, units = OLD.v5,
    sum_insured_fen = OLD.v6, premium_fen = OLD.v7, paid_by = OLD.v8, period_from = OLD.v9,
    period_to = OLD.v10, grid = OLD.v11, village = OLD.v12, zone = OLD.v13, synthetic = OLD.v14,
    import = OLD.import_before
  WHERE id = OLD.row;
END;
