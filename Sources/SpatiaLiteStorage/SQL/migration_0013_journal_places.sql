-- The journal of the places: see 0012.
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
