-- What an import changed, so that it can be taken back: each row as it was before, in the order of
-- the triggers below, without a type, so that every value comes back to the bit. Only rows that an
-- import updates are kept; what it inserts bears its number.
ALTER TABLE import ADD COLUMN undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1, 2));
ALTER TABLE run ADD COLUMN stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1));

CREATE TABLE import_journal (
  id INTEGER NOT NULL PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES import (id),
  -- The import that the row bore before; null for what no file brought.
  import_before INTEGER,
  place TEXT NOT NULL,
  row INTEGER NOT NULL,
  -- The names of the columns that differ, parted by spaces.
  changed TEXT NOT NULL,
  v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21,
  v22
);
CREATE INDEX import_journal_by_import ON import_journal (import, place, row);
CREATE INDEX import_journal_by_import_before ON import_journal (import_before);

-- The history of an incident before the import.
CREATE TABLE import_journal_status (
  import INTEGER NOT NULL REFERENCES import (id),
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  status TEXT NOT NULL,
  at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  PRIMARY KEY (import, incident, status, at)
) WITHOUT ROWID;
CREATE INDEX import_journal_status_by_incident ON import_journal_status (incident);

CREATE TRIGGER journal_aquaculture_zone BEFORE UPDATE ON aquaculture_zone
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12)
  VALUES (NEW.import, OLD.import, 'aquaculture_zone', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.species IS NOT NEW.species, 'species ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.quantity IS NOT NEW.quantity, 'quantity ', '')
      || iif(OLD.workers IS NOT NEW.workers, 'workers ', '')
      || iif(OLD.licence IS NOT NEW.licence, 'licence ', '')
      || iif(OLD.licence_area_mu IS NOT NEW.licence_area_mu, 'licence_area_mu ', '')
      || iif(OLD.prohibited IS NOT NEW.prohibited, 'prohibited ', '')
      || iif(OLD.unit_value_fen IS NOT NEW.unit_value_fen, 'unit_value_fen ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.species, OLD.unit, OLD.quantity, OLD.workers, OLD.licence,
    OLD.licence_area_mu, OLD.prohibited, OLD.unit_value_fen, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_aquaculture_zone AFTER DELETE ON import_journal
WHEN OLD.place = 'aquaculture_zone' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE aquaculture_zone SET
    code = OLD.v1, name = OLD.v2, species = OLD.v3, unit = OLD.v4, quantity = OLD.v5,
    workers = OLD.v6, licence = OLD.v7, licence_area_mu = OLD.v8, prohibited = OLD.v9,
    unit_value_fen = OLD.v10, synthetic = OLD.v11, geom = OLD.v12, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_award BEFORE UPDATE ON award
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8)
  VALUES (NEW.import, OLD.import, 'award', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.colour IS NOT NEW.colour, 'colour ', '')
      || iif(OLD.level IS NOT NEW.level, 'level ', '')
      || iif(OLD.evidence IS NOT NEW.evidence, 'evidence ', '')
      || iif(OLD.issued_on IS NOT NEW.issued_on, 'issued_on ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.unit, OLD.colour, OLD.level, OLD.evidence, OLD.issued_on, OLD.valid_to,
    OLD.synthetic);
END;

CREATE TRIGGER restore_award AFTER DELETE ON import_journal
WHEN OLD.place = 'award' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE award SET
    number = OLD.v1, unit = OLD.v2, colour = OLD.v3, level = OLD.v4, evidence = OLD.v5,
    issued_on = OLD.v6, valid_to = OLD.v7, synthetic = OLD.v8, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_camera BEFORE UPDATE ON camera
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12)
  VALUES (NEW.import, OLD.import, 'camera', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.station IS NOT NEW.station, 'station ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.bearing_deg IS NOT NEW.bearing_deg, 'bearing_deg ', '')
      || iif(OLD.angle_deg IS NOT NEW.angle_deg, 'angle_deg ', '')
      || iif(OLD.range_m IS NOT NEW.range_m, 'range_m ', '')
      || iif(OLD.height_m IS NOT NEW.height_m, 'height_m ', '')
      || iif(OLD.online IS NOT NEW.online, 'online ', '')
      || iif(OLD.installed_on IS NOT NEW.installed_on, 'installed_on ', '')
      || iif(OLD.removed_on IS NOT NEW.removed_on, 'removed_on ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.station, OLD.place_code, OLD.bearing_deg, OLD.angle_deg, OLD.range_m,
    OLD.height_m, OLD.online, OLD.installed_on, OLD.removed_on, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_camera AFTER DELETE ON import_journal
WHEN OLD.place = 'camera' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE camera SET
    code = OLD.v1, station = OLD.v2, place_code = OLD.v3, bearing_deg = OLD.v4,
    angle_deg = OLD.v5, range_m = OLD.v6, height_m = OLD.v7, online = OLD.v8,
    installed_on = OLD.v9, removed_on = OLD.v10, synthetic = OLD.v11, geom = OLD.v12,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

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

CREATE TRIGGER journal_coast_segment BEFORE UPDATE ON coast_segment
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7)
  VALUES (NEW.import, OLD.import, 'coast_segment', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.town IS NOT NEW.town, 'town ', '')
      || iif(OLD.length_m IS NOT NEW.length_m, 'length_m ', '')
      || iif(OLD.exposure_class IS NOT NEW.exposure_class, 'exposure_class ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.kind, OLD.town, OLD.length_m, OLD.exposure_class, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_coast_segment AFTER DELETE ON import_journal
WHEN OLD.place = 'coast_segment' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE coast_segment SET
    code = OLD.v1, kind = OLD.v2, town = OLD.v3, length_m = OLD.v4, exposure_class = OLD.v5,
    synthetic = OLD.v6, geom = OLD.v7, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_code_change BEFORE UPDATE ON code_change
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5)
  VALUES (NEW.import, OLD.import, 'code_change', OLD.id,
    trim(iif(OLD.old_code IS NOT NEW.old_code, 'old_code ', '')
      || iif(OLD.new_code IS NOT NEW.new_code, 'new_code ', '')
      || iif(OLD.changed_on IS NOT NEW.changed_on, 'changed_on ', '')
      || iif(OLD.basis IS NOT NEW.basis, 'basis ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.old_code, OLD.new_code, OLD.changed_on, OLD.basis, OLD.synthetic);
END;

CREATE TRIGGER restore_code_change AFTER DELETE ON import_journal
WHEN OLD.place = 'code_change' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE code_change SET
    old_code = OLD.v1, new_code = OLD.v2, changed_on = OLD.v3, basis = OLD.v4,
    synthetic = OLD.v5, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_dossier BEFORE UPDATE ON dossier
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12)
  VALUES (NEW.import, OLD.import, 'dossier', OLD.id,
    trim(iif(OLD.village IS NOT NEW.village, 'village ', '')
      || iif(OLD.as_of IS NOT NEW.as_of, 'as_of ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.population IS NOT NEW.population, 'population ', '')
      || iif(OLD.covered_by_cameras IS NOT NEW.covered_by_cameras, 'covered_by_cameras ', '')
      || iif(OLD.coverage_definition IS NOT NEW.coverage_definition, 'coverage_definition ', '')
      || iif(OLD.camera_count IS NOT NEW.camera_count, 'camera_count ', '')
      || iif(OLD.lawsuits IS NOT NEW.lawsuits, 'lawsuits ', '')
      || iif(OLD.mediations IS NOT NEW.mediations, 'mediations ', '')
      || iif(OLD.members IS NOT NEW.members, 'members ', '')
      || iif(OLD.rebate_fen IS NOT NEW.rebate_fen, 'rebate_fen ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.village, OLD.as_of, OLD.households, OLD.population, OLD.covered_by_cameras,
    OLD.coverage_definition, OLD.camera_count, OLD.lawsuits, OLD.mediations, OLD.members,
    OLD.rebate_fen, OLD.synthetic);
END;

CREATE TRIGGER restore_dossier AFTER DELETE ON import_journal
WHEN OLD.place = 'dossier' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE dossier SET
    village = OLD.v1, as_of = OLD.v2, households = OLD.v3, population = OLD.v4,
    covered_by_cameras = OLD.v5, coverage_definition = OLD.v6, camera_count = OLD.v7,
    lawsuits = OLD.v8, mediations = OLD.v9, members = OLD.v10, rebate_fen = OLD.v11,
    synthetic = OLD.v12, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_grid BEFORE UPDATE ON grid
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20,
    v21)
  VALUES (NEW.import, OLD.import, 'grid', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.support IS NOT NEW.support, 'support ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.population IS NOT NEW.population, 'population ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.workers IS NOT NEW.workers, 'workers ', '')
      || iif(OLD.staff IS NOT NEW.staff, 'staff ', '')
      || iif(OLD.area_m2 IS NOT NEW.area_m2, 'area_m2 ', '')
      || iif(OLD.label_x IS NOT NEW.label_x, 'label_x ', '')
      || iif(OLD.label_y IS NOT NEW.label_y, 'label_y ', '')
      || iif(OLD.lattice_cell IS NOT NEW.lattice_cell, 'lattice_cell ', '')
      || iif(OLD.lattice_column IS NOT NEW.lattice_column, 'lattice_column ', '')
      || iif(OLD.lattice_row IS NOT NEW.lattice_row, 'lattice_row ', '')
      || iif(OLD.lattice_active IS NOT NEW.lattice_active, 'lattice_active ', '')
      || iif(OLD.version IS NOT NEW.version, 'version ', '')
      || iif(OLD.valid_from IS NOT NEW.valid_from, 'valid_from ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.is_current IS NOT NEW.is_current, 'is_current ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.support, OLD.name, OLD.kind, OLD.population, OLD.households, OLD.workers,
    OLD.staff, OLD.area_m2, OLD.label_x, OLD.label_y, OLD.lattice_cell, OLD.lattice_column,
    OLD.lattice_row, OLD.lattice_active, OLD.version, OLD.valid_from, OLD.valid_to,
    OLD.is_current, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_grid AFTER DELETE ON import_journal
WHEN OLD.place = 'grid' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE grid SET
    code = OLD.v1, support = OLD.v2, name = OLD.v3, kind = OLD.v4, population = OLD.v5,
    households = OLD.v6, workers = OLD.v7, staff = OLD.v8, area_m2 = OLD.v9, label_x = OLD.v10,
    label_y = OLD.v11, lattice_cell = OLD.v12, lattice_column = OLD.v13, lattice_row = OLD.v14,
    lattice_active = OLD.v15, version = OLD.v16, valid_from = OLD.v17, valid_to = OLD.v18,
    is_current = OLD.v19, synthetic = OLD.v20, geom = OLD.v21, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_hazard BEFORE UPDATE ON hazard
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12)
  VALUES (NEW.import, OLD.import, 'hazard', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.severity IS NOT NEW.severity, 'severity ', '')
      || iif(OLD.found_on IS NOT NEW.found_on, 'found_on ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.lead_unit IS NOT NEW.lead_unit, 'lead_unit ', '')
      || iif(OLD.deadline IS NOT NEW.deadline, 'deadline ', '')
      || iif(OLD.status IS NOT NEW.status, 'status ', '')
      || iif(OLD.fixed_on IS NOT NEW.fixed_on, 'fixed_on ', '')
      || iif(OLD.rain_threshold_mm IS NOT NEW.rain_threshold_mm, 'rain_threshold_mm ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.kind, OLD.severity, OLD.found_on, OLD.place_code, OLD.lead_unit, OLD.deadline,
    OLD.status, OLD.fixed_on, OLD.rain_threshold_mm, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_hazard AFTER DELETE ON import_journal
WHEN OLD.place = 'hazard' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE hazard SET
    code = OLD.v1, kind = OLD.v2, severity = OLD.v3, found_on = OLD.v4, place_code = OLD.v5,
    lead_unit = OLD.v6, deadline = OLD.v7, status = OLD.v8, fixed_on = OLD.v9,
    rain_threshold_mm = OLD.v10, synthetic = OLD.v11, geom = OLD.v12, import = OLD.import_before
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

CREATE TRIGGER journal_inspection BEFORE UPDATE ON inspection
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7)
  VALUES (NEW.import, OLD.import, 'inspection', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.hazard IS NOT NEW.hazard, 'hazard ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.inspected_on IS NOT NEW.inspected_on, 'inspected_on ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.result IS NOT NEW.result, 'result ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.hazard, OLD.place_code, OLD.inspected_on, OLD.unit, OLD.result, OLD.synthetic);
END;

CREATE TRIGGER restore_inspection AFTER DELETE ON import_journal
WHEN OLD.place = 'inspection' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE inspection SET
    number = OLD.v1, hazard = OLD.v2, place_code = OLD.v3, inspected_on = OLD.v4, unit = OLD.v5,
    result = OLD.v6, synthetic = OLD.v7, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_patrol BEFORE UPDATE ON patrol
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8)
  VALUES (NEW.import, OLD.import, 'patrol', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.began_at IS NOT NEW.began_at, 'began_at ', '')
      || iif(OLD.ended_at IS NOT NEW.ended_at, 'ended_at ', '')
      || iif(OLD.mode IS NOT NEW.mode, 'mode ', '')
      || iif(OLD.people IS NOT NEW.people, 'people ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.number, OLD.unit, OLD.began_at, OLD.ended_at, OLD.mode, OLD.people, OLD.synthetic,
    OLD.geom);
END;

CREATE TRIGGER restore_patrol AFTER DELETE ON import_journal
WHEN OLD.place = 'patrol' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE patrol SET
    number = OLD.v1, unit = OLD.v2, began_at = OLD.v3, ended_at = OLD.v4, mode = OLD.v5,
    people = OLD.v6, synthetic = OLD.v7, geom = OLD.v8, import = OLD.import_before
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

CREATE TRIGGER journal_sea_cell BEFORE UPDATE ON sea_cell
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9)
  VALUES (NEW.import, OLD.import, 'sea_cell', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.station IS NOT NEW.station, 'station ', '')
      || iif(OLD.floating_population IS NOT NEW.floating_population, 'floating_population ', '')
      || iif(OLD.vessels IS NOT NEW.vessels, 'vessels ', '')
      || iif(OLD.workers IS NOT NEW.workers, 'workers ', '')
      || iif(OLD.counted_on IS NOT NEW.counted_on, 'counted_on ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.station, OLD.floating_population, OLD.vessels, OLD.workers,
    OLD.counted_on, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_sea_cell AFTER DELETE ON import_journal
WHEN OLD.place = 'sea_cell' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE sea_cell SET
    code = OLD.v1, name = OLD.v2, station = OLD.v3, floating_population = OLD.v4,
    vessels = OLD.v5, workers = OLD.v6, counted_on = OLD.v7, synthetic = OLD.v8, geom = OLD.v9,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_service_area BEFORE UPDATE ON service_area
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9)
  VALUES (NEW.import, OLD.import, 'service_area', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.station IS NOT NEW.station, 'station ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.minutes IS NOT NEW.minutes, 'minutes ', '')
      || iif(OLD.valid_from IS NOT NEW.valid_from, 'valid_from ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.station, OLD.kind, OLD.minutes, OLD.valid_from, OLD.valid_to,
    OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_service_area AFTER DELETE ON import_journal
WHEN OLD.place = 'service_area' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE service_area SET
    code = OLD.v1, name = OLD.v2, station = OLD.v3, kind = OLD.v4, minutes = OLD.v5,
    valid_from = OLD.v6, valid_to = OLD.v7, synthetic = OLD.v8, geom = OLD.v9,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_station BEFORE UPDATE ON station
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9)
  VALUES (NEW.import, OLD.import, 'station', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.staff IS NOT NEW.staff, 'staff ', '')
      || iif(OLD.opened_on IS NOT NEW.opened_on, 'opened_on ', '')
      || iif(OLD.closed_on IS NOT NEW.closed_on, 'closed_on ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.kind, OLD.place_code, OLD.staff, OLD.opened_on, OLD.closed_on,
    OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_station AFTER DELETE ON import_journal
WHEN OLD.place = 'station' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE station SET
    code = OLD.v1, name = OLD.v2, kind = OLD.v3, place_code = OLD.v4, staff = OLD.v5,
    opened_on = OLD.v6, closed_on = OLD.v7, synthetic = OLD.v8, geom = OLD.v9,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_storm BEFORE UPDATE ON storm
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6)
  VALUES (NEW.import, OLD.import, 'storm', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.season IS NOT NEW.season, 'season ', '')
      || iif(OLD.max_wind_kt IS NOT NEW.max_wind_kt, 'max_wind_kt ', '')
      || iif(OLD.min_pressure_hpa IS NOT NEW.min_pressure_hpa, 'min_pressure_hpa ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.season, OLD.max_wind_kt, OLD.min_pressure_hpa, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_storm AFTER DELETE ON import_journal
WHEN OLD.place = 'storm' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE storm SET
    code = OLD.v1, season = OLD.v2, max_wind_kt = OLD.v3, min_pressure_hpa = OLD.v4,
    synthetic = OLD.v5, geom = OLD.v6, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_storm_point BEFORE UPDATE ON storm_point
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9)
  VALUES (NEW.import, OLD.import, 'storm_point', OLD.id,
    trim(iif(OLD.storm IS NOT NEW.storm, 'storm ', '')
      || iif(OLD.at IS NOT NEW.at, 'at ', '')
      || iif(OLD.agency IS NOT NEW.agency, 'agency ', '')
      || iif(OLD.wind_kt IS NOT NEW.wind_kt, 'wind_kt ', '')
      || iif(OLD.pressure_hpa IS NOT NEW.pressure_hpa, 'pressure_hpa ', '')
      || iif(OLD.max_wind_radius_km IS NOT NEW.max_wind_radius_km, 'max_wind_radius_km ', '')
      || iif(OLD.gale_radius_km IS NOT NEW.gale_radius_km, 'gale_radius_km ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.storm, OLD.at, OLD.agency, OLD.wind_kt, OLD.pressure_hpa, OLD.max_wind_radius_km,
    OLD.gale_radius_km, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_storm_point AFTER DELETE ON import_journal
WHEN OLD.place = 'storm_point' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE storm_point SET
    storm = OLD.v1, at = OLD.v2, agency = OLD.v3, wind_kt = OLD.v4, pressure_hpa = OLD.v5,
    max_wind_radius_km = OLD.v6, gale_radius_km = OLD.v7, synthetic = OLD.v8, geom = OLD.v9,
    import = OLD.import_before
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

CREATE TRIGGER journal_unit BEFORE UPDATE ON unit
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8)
  VALUES (NEW.import, OLD.import, 'unit', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.level IS NOT NEW.level, 'level ', '')
      || iif(OLD.parent IS NOT NEW.parent, 'parent ', '')
      || iif(OLD.valid_from IS NOT NEW.valid_from, 'valid_from ', '')
      || iif(OLD.valid_to IS NOT NEW.valid_to, 'valid_to ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.level, OLD.parent, OLD.valid_from, OLD.valid_to, OLD.synthetic,
    OLD.geom);
END;

CREATE TRIGGER restore_unit AFTER DELETE ON import_journal
WHEN OLD.place = 'unit' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE unit SET
    code = OLD.v1, name = OLD.v2, level = OLD.v3, parent = OLD.v4, valid_from = OLD.v5,
    valid_to = OLD.v6, synthetic = OLD.v7, geom = OLD.v8, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_village BEFORE UPDATE ON village
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8)
  VALUES (NEW.import, OLD.import, 'village', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.population IS NOT NEW.population, 'population ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.parent IS NOT NEW.parent, 'parent ', '')),
    OLD.code, OLD.name, OLD.population, OLD.households, OLD.synthetic, OLD.geom, OLD.kind,
    OLD.parent);
END;

CREATE TRIGGER restore_village AFTER DELETE ON import_journal
WHEN OLD.place = 'village' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE village SET
    code = OLD.v1, name = OLD.v2, population = OLD.v3, households = OLD.v4, synthetic = OLD.v5,
    geom = OLD.v6, kind = OLD.v7, parent = OLD.v8, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_visit BEFORE UPDATE ON visit
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8)
  VALUES (NEW.import, OLD.import, 'visit', OLD.id,
    trim(iif(OLD.number IS NOT NEW.number, 'number ', '')
      || iif(OLD.place_code IS NOT NEW.place_code, 'place_code ', '')
      || iif(OLD.unit IS NOT NEW.unit, 'unit ', '')
      || iif(OLD.visited_on IS NOT NEW.visited_on, 'visited_on ', '')
      || iif(OLD.kind IS NOT NEW.kind, 'kind ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.outcome IS NOT NEW.outcome, 'outcome ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.number, OLD.place_code, OLD.unit, OLD.visited_on, OLD.kind, OLD.households, OLD.outcome,
    OLD.synthetic);
END;

CREATE TRIGGER restore_visit AFTER DELETE ON import_journal
WHEN OLD.place = 'visit' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE visit SET
    number = OLD.v1, place_code = OLD.v2, unit = OLD.v3, visited_on = OLD.v4, kind = OLD.v5,
    households = OLD.v6, outcome = OLD.v7, synthetic = OLD.v8, import = OLD.import_before
  WHERE id = OLD.row;
END;

CREATE TRIGGER journal_zone_value BEFORE UPDATE ON zone_value
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4)
  VALUES (NEW.import, OLD.import, 'zone_value', OLD.id,
    trim(iif(OLD.zone IS NOT NEW.zone, 'zone ', '')
      || iif(OLD.month IS NOT NEW.month, 'month ', '')
      || iif(OLD.unit_value_fen IS NOT NEW.unit_value_fen, 'unit_value_fen ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')),
    OLD.zone, OLD.month, OLD.unit_value_fen, OLD.synthetic);
END;

CREATE TRIGGER restore_zone_value AFTER DELETE ON import_journal
WHEN OLD.place = 'zone_value' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE zone_value SET
    zone = OLD.v1, month = OLD.v2, unit_value_fen = OLD.v3, synthetic = OLD.v4,
    import = OLD.import_before
  WHERE id = OLD.row;
END;

-- What bears the number of an import and is not in its journal was brought by it. It goes before the
-- rest comes back, since a code has one current row; what refers to others goes before them.
CREATE TRIGGER remove_brought AFTER UPDATE OF undone ON import
WHEN NEW.undone = 2 AND OLD.undone = 0
BEGIN
  DELETE FROM same_event_suggestion WHERE import = NEW.id;
  DELETE FROM award WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'award' AND j.row = award.id);
  DELETE FROM camera WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'camera' AND j.row = camera.id);
  DELETE FROM claim WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'claim' AND j.row = claim.id);
  DELETE FROM coast_segment WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'coast_segment' AND j.row = coast_segment.id);
  DELETE FROM code_change WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'code_change' AND j.row = code_change.id);
  DELETE FROM dossier WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'dossier' AND j.row = dossier.id);
  DELETE FROM incident_evidence WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'incident_evidence' AND j.row = incident_evidence.id);
  DELETE FROM incident_link WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'incident_link' AND j.row = incident_link.id);
  DELETE FROM inspection WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'inspection' AND j.row = inspection.id);
  DELETE FROM patrol WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'patrol' AND j.row = patrol.id);
  DELETE FROM policy WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'policy' AND j.row = policy.id);
  DELETE FROM resolution WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'resolution' AND j.row = resolution.id);
  DELETE FROM scheme WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'scheme' AND j.row = scheme.id);
  DELETE FROM sea_cell WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'sea_cell' AND j.row = sea_cell.id);
  DELETE FROM service_area WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'service_area' AND j.row = service_area.id);
  DELETE FROM station WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'station' AND j.row = station.id);
  DELETE FROM storm_point WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'storm_point' AND j.row = storm_point.id);
  DELETE FROM task WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'task' AND j.row = task.id);
  DELETE FROM unit WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'unit' AND j.row = unit.id);
  DELETE FROM village WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'village' AND j.row = village.id);
  DELETE FROM visit WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'visit' AND j.row = visit.id);
  DELETE FROM zone_value WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'zone_value' AND j.row = zone_value.id);
  DELETE FROM aquaculture_zone WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'aquaculture_zone' AND j.row = aquaculture_zone.id);
  DELETE FROM hazard WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'hazard' AND j.row = hazard.id);
  DELETE FROM incident WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'incident' AND j.row = incident.id);
  DELETE FROM storm WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'storm' AND j.row = storm.id);
  DELETE FROM grid WHERE import = NEW.id AND NOT EXISTS (SELECT 1 FROM import_journal j
    WHERE j.import = NEW.id AND j.place = 'grid' AND j.row = grid.id);
END;
