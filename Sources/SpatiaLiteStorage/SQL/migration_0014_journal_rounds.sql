-- The journal of facilities, hazards and rounds: see 0012.
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
