-- The journal of what happens, and of cover: see 0012.
CREATE TRIGGER journal_claim BEFORE UPDATE ON claim
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14)
  VALUES (NEW.import, OLD.import, 'claim', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.policy IS NOT NEW.policy, 'policy ', '')
      || iif(OLD.incident_source IS NOT NEW.incident_source, 'incident_source ', '')
      || iif(OLD.incident_id IS NOT NEW.incident_id, 'incident_id ', '')
      || iif(OLD.peril IS NOT NEW.peril, 'peril ', '')
      || iif(OLD.occurred_on IS NOT NEW.occurred_on, 'occurred_on ', '')
      || iif(OLD.notified_on IS NOT NEW.notified_on, 'notified_on ', '')
      || iif(OLD.filed_on IS NOT NEW.filed_on, 'filed_on ', '')
      || iif(OLD.reserve_fen IS NOT NEW.reserve_fen, 'reserve_fen ', '')
      || iif(OLD.paid_fen IS NOT NEW.paid_fen, 'paid_fen ', '')
      || iif(OLD.paid_on IS NOT NEW.paid_on, 'paid_on ', '')
      || iif(OLD.refused_reason IS NOT NEW.refused_reason, 'refused_reason ', '')
      || iif(OLD.closed_on IS NOT NEW.closed_on, 'closed_on ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.policy, OLD.incident_source, OLD.incident_id, OLD.peril, OLD.occurred_on,
    OLD.notified_on, OLD.filed_on, OLD.reserve_fen, OLD.paid_fen, OLD.paid_on,
    OLD.refused_reason, OLD.closed_on, OLD.synthetic);
END;

CREATE TRIGGER restore_claim AFTER DELETE ON import_journal
WHEN OLD.place = 'claim' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE claim SET
    number = OLD.v1, policy = OLD.v2, incident_source = OLD.v3, incident_id = OLD.v4,
    peril = OLD.v5, occurred_on = OLD.v6, notified_on = OLD.v7, filed_on = OLD.v8,
    reserve_fen = OLD.v9, paid_fen = OLD.v10, paid_on = OLD.v11, refused_reason = OLD.v12,
    closed_on = OLD.v13, synthetic = OLD.v14, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_incident BEFORE UPDATE ON incident
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20,
    v21, v22)
  VALUES (NEW.import, OLD.import, 'incident', OLD.id,
    trim(iif(OLD.source IS NOT NEW.source, 'source ', '')
      || iif(OLD.source_id IS NOT NEW.source_id, 'source_id ', '')
      || iif(OLD.category IS NOT NEW.category, 'category ', '')
      || iif(OLD.subcategory IS NOT NEW.subcategory, 'subcategory ', '')
      || iif(OLD.occurred_from IS NOT NEW.occurred_from, 'occurred_from ', '')
      || iif(OLD.occurred_to IS NOT NEW.occurred_to, 'occurred_to ', '')
      || iif(OLD.day IS NOT NEW.day, 'day ', '')
      || iif(OLD.reported_at IS NOT NEW.reported_at, 'reported_at ', '')
      || iif(OLD.reported_day IS NOT NEW.reported_day, 'reported_day ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.location_precision IS NOT NEW.location_precision, 'location_precision ', '')
      || iif(OLD.severity IS NOT NEW.severity, 'severity ', '')
      || iif(OLD.loss_fen IS NOT NEW.loss_fen, 'loss_fen ', '')
      || iif(OLD.deaths IS NOT NEW.deaths, 'deaths ', '')
      || iif(OLD.injuries IS NOT NEW.injuries, 'injuries ', '')
      || iif(OLD.status IS NOT NEW.status, 'status ', '')
      || iif(OLD.status_at IS NOT NEW.status_at, 'status_at ', '')
      || iif(OLD.grid IS NOT NEW.grid, 'grid ', '')
      || iif(OLD.x IS NOT NEW.x, 'x ', '')
      || iif(OLD.y IS NOT NEW.y, 'y ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.source, OLD.source_id, OLD.category, OLD.subcategory, OLD.occurred_from, OLD.occurred_to,
    OLD.day, OLD.reported_at, OLD.reported_day, OLD.place_code, OLD.location_precision,
    OLD.severity, OLD.loss_fen, OLD.deaths, OLD.injuries, OLD.status, OLD.status_at, OLD.grid,
    OLD.x, OLD.y, OLD.synthetic, OLD.geom);
  INSERT INTO import_journal_status (import, incident, status, at, day)
  SELECT NEW.import, incident, status, at, day FROM incident_status WHERE incident = OLD.id;
END;

CREATE TRIGGER restore_incident AFTER DELETE ON import_journal
WHEN OLD.place = 'incident' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE incident SET
    source = OLD.v1, source_id = OLD.v2, category = OLD.v3, subcategory = OLD.v4,
    occurred_from = OLD.v5, occurred_to = OLD.v6, day = OLD.v7, reported_at = OLD.v8,
    reported_day = OLD.v9, place_code = OLD.v10, location_precision = OLD.v11,
    severity = OLD.v12, loss_fen = OLD.v13, deaths = OLD.v14, injuries = OLD.v15,
    status = OLD.v16, status_at = OLD.v17, grid = (SELECT id FROM grid WHERE id = OLD.v18),
    x = OLD.v19, y = OLD.v20, synthetic = OLD.v21, geom = OLD.v22, import = OLD.import_before
  WHERE id = OLD.row;
  DELETE FROM incident_status WHERE incident = OLD.row;
  INSERT INTO incident_status (incident, status, at, day)
  SELECT incident, status, at, day FROM import_journal_status
  WHERE import = OLD.import AND incident = OLD.row;
  DELETE FROM import_journal_status WHERE import = OLD.import AND incident = OLD.row;
END;

CREATE TRIGGER journal_incident_evidence BEFORE UPDATE ON incident_evidence
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6)
  VALUES (NEW.import, OLD.import, 'incident_evidence', OLD.id,
    trim(iif(OLD.incident IS NOT NEW.incident, 'incident ', '')
      || iif(OLD.liable_party_found IS NOT NEW.liable_party_found, 'liable_party_found ', '')
      || iif(OLD.liable_party_able IS NOT NEW.liable_party_able, 'liable_party_able ', '')
      || iif(OLD.certificate IS NOT NEW.certificate, 'certificate ', '')
      || iif(OLD.other_compensation IS NOT NEW.other_compensation, 'other_compensation ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.incident, OLD.liable_party_found, OLD.liable_party_able, OLD.certificate,
    OLD.other_compensation, OLD.synthetic);
END;

CREATE TRIGGER restore_incident_evidence AFTER DELETE ON import_journal
WHEN OLD.place = 'incident_evidence' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE incident_evidence SET
    incident = OLD.v1, liable_party_found = OLD.v2, liable_party_able = OLD.v3,
    certificate = OLD.v4, other_compensation = OLD.v5, synthetic = OLD.v6,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_incident_link BEFORE UPDATE ON incident_link
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4)
  VALUES (NEW.import, OLD.import, 'incident_link', OLD.id,
    trim(iif(OLD.incident IS NOT NEW.incident, 'incident ', '')
      || iif(OLD.other_incident IS NOT NEW.other_incident, 'other_incident ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.incident, OLD.other_incident, OLD.kind, OLD.synthetic);
END;

CREATE TRIGGER restore_incident_link AFTER DELETE ON import_journal
WHEN OLD.place = 'incident_link' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE incident_link SET
    incident = OLD.v1, other_incident = OLD.v2, kind = OLD.v3, synthetic = OLD.v4,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_policy BEFORE UPDATE ON policy
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14)
  VALUES (NEW.import, OLD.import, 'policy', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.scheme IS NOT NEW.scheme, 'scheme ', '')
      || iif(OLD.insured_kind IS NOT NEW.insured_kind, 'insured_kind ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.units IS NOT NEW.units, 'units ', '')
      || iif(OLD.sum_insured_fen IS NOT NEW.sum_insured_fen, 'sum_insured_fen ', '')
      || iif(OLD.premium_fen IS NOT NEW.premium_fen, 'premium_fen ', '')
      || iif(OLD.paid_by IS NOT NEW.paid_by, 'paid_by ', '')
      || iif(OLD.period_from IS NOT NEW.period_from, 'period_from ', '')
      || iif(OLD.period_to IS NOT NEW.period_to, 'period_to ', '')
      || iif(OLD.grid IS NOT NEW.grid, 'grid ', '')
      || iif(OLD.village IS NOT NEW.village, 'village ', '')
      || iif(OLD.zone IS NOT NEW.zone, 'zone ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.scheme, OLD.insured_kind, OLD.unit, OLD.units, OLD.sum_insured_fen,
    OLD.premium_fen, OLD.paid_by, OLD.period_from, OLD.period_to, OLD.grid, OLD.village,
    OLD.zone, OLD.synthetic);
END;

CREATE TRIGGER restore_policy AFTER DELETE ON import_journal
WHEN OLD.place = 'policy' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE policy SET
    number = OLD.v1, scheme = OLD.v2, insured_kind = OLD.v3, unit = OLD.v4, units = OLD.v5,
    sum_insured_fen = OLD.v6, premium_fen = OLD.v7, paid_by = OLD.v8, period_from = OLD.v9,
    period_to = OLD.v10, grid = (SELECT id FROM grid WHERE id = OLD.v11), village = OLD.v12,
    zone = OLD.v13, synthetic = OLD.v14, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_resolution BEFORE UPDATE ON resolution
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6)
  VALUES (NEW.import, OLD.import, 'resolution', OLD.id,
    trim(iif(OLD.incident IS NOT NEW.incident, 'incident ', '')
      || iif(OLD.at IS NOT NEW.at, 'at ', '')
      || iif(OLD.outcome IS NOT NEW.outcome, 'outcome ', '')
      || iif(OLD.station IS NOT NEW.station, 'station ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.incident, OLD.at, OLD.outcome, OLD.station, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_resolution AFTER DELETE ON import_journal
WHEN OLD.place = 'resolution' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE resolution SET
    incident = OLD.v1, at = OLD.v2, outcome = OLD.v3, station = OLD.v4, synthetic = OLD.v5,
    geom = OLD.v6, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_scheme BEFORE UPDATE ON scheme
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7)
  VALUES (NEW.import, OLD.import, 'scheme', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.version IS NOT NEW.version, 'version ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.reference IS NOT NEW.reference, 'reference ', '')
      || iif(OLD.valid_from IS NOT NEW.valid_from, 'valid_from ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.code, OLD.version, OLD.name, OLD.reference, OLD.valid_from, OLD.valid_to, OLD.synthetic);
END;

CREATE TRIGGER restore_scheme AFTER DELETE ON import_journal
WHEN OLD.place = 'scheme' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE scheme SET
    code = OLD.v1, version = OLD.v2, name = OLD.v3, reference = OLD.v4, valid_from = OLD.v5,
    valid_to = OLD.v6, synthetic = OLD.v7, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_task BEFORE UPDATE ON task
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12)
  VALUES (NEW.import, OLD.import, 'task', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.source_kind IS NOT NEW.source_kind, 'source_kind ', '')
      || iif(OLD.source_item IS NOT NEW.source_item, 'source_item ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.lead_unit IS NOT NEW.lead_unit, 'lead_unit ', '')
      || iif(OLD.issued_on IS NOT NEW.issued_on, 'issued_on ', '')
      || iif(OLD.deadline IS NOT NEW.deadline, 'deadline ', '')
      || iif(OLD.status IS NOT NEW.status, 'status ', '')
      || iif(OLD.status_at IS NOT NEW.status_at, 'status_at ', '')
      || iif(OLD.result IS NOT NEW.result, 'result ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.kind, OLD.source_kind, OLD.source_item, OLD.place_code, OLD.lead_unit,
    OLD.issued_on, OLD.deadline, OLD.status, OLD.status_at, OLD.result, OLD.synthetic);
END;

CREATE TRIGGER restore_task AFTER DELETE ON import_journal
WHEN OLD.place = 'task' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE task SET
    number = OLD.v1, kind = OLD.v2, source_kind = OLD.v3, source_item = OLD.v4,
    place_code = OLD.v5, lead_unit = OLD.v6, issued_on = OLD.v7, deadline = OLD.v8,
    status = OLD.v9, status_at = OLD.v10, result = OLD.v11, synthetic = OLD.v12,
    import = OLD.import_before
  WHERE id = OLD.row;
END;
