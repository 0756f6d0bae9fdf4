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
CREATE INDEX import_journal_by_import ON import_journal (import);
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

CREATE TRIGGER journal_grid BEFORE UPDATE ON grid
WHEN NEW.import IS NOT OLD.import AND NEW.import IS NOT NULL
  AND coalesce((SELECT undone FROM import WHERE id = OLD.import), 0) <> 2
BEGIN
  INSERT INTO import_journal (
    import, import_before, place, row, changed,
    v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17)
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
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.support, OLD.name, OLD.kind, OLD.population, OLD.households, OLD.workers,
    OLD.staff, OLD.area_m2, OLD.label_x, OLD.label_y, OLD.lattice_cell, OLD.lattice_column,
    OLD.lattice_row, OLD.lattice_active, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_grid AFTER DELETE ON import_journal
WHEN OLD.place = 'grid' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE grid SET
    code = OLD.v1, support = OLD.v2, name = OLD.v3, kind = OLD.v4, population = OLD.v5,
    households = OLD.v6, workers = OLD.v7, staff = OLD.v8, area_m2 = OLD.v9, label_x = OLD.v10,
    label_y = OLD.v11, lattice_cell = OLD.v12, lattice_column = OLD.v13, lattice_row = OLD.v14,
    lattice_active = OLD.v15, synthetic = OLD.v16, geom = OLD.v17, import = OLD.import_before
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
    v1, v2, v3, v4, v5, v6)
  VALUES (NEW.import, OLD.import, 'village', OLD.id,
    trim(iif(OLD.code IS NOT NEW.code, 'code ', '')
      || iif(OLD.name IS NOT NEW.name, 'name ', '')
      || iif(OLD.population IS NOT NEW.population, 'population ', '')
      || iif(OLD.households IS NOT NEW.households, 'households ', '')
      || iif(OLD.synthetic IS NOT NEW.synthetic, 'synthetic ', '')
      || iif(OLD.geom IS NOT NEW.geom, 'geom ', '')),
    OLD.code, OLD.name, OLD.population, OLD.households, OLD.synthetic, OLD.geom);
END;

CREATE TRIGGER restore_village AFTER DELETE ON import_journal
WHEN OLD.place = 'village' AND (SELECT undone FROM import WHERE id = OLD.import) = 2
BEGIN
  UPDATE village SET
    code = OLD.v1, name = OLD.v2, population = OLD.v3, households = OLD.v4, synthetic = OLD.v5,
    geom = OLD.v6, import = OLD.import_before
  WHERE id = OLD.row;
END;

-- What still bears the number of an undone import was brought by it. What refers to others goes
-- before them.
CREATE TRIGGER remove_undone AFTER UPDATE OF undone ON import
WHEN NEW.undone = 1 AND OLD.undone = 2
BEGIN
  DELETE FROM same_event_suggestion WHERE import = NEW.id;
  DELETE FROM aquaculture_zone WHERE import = NEW.id;
  DELETE FROM coast_segment WHERE import = NEW.id;
  DELETE FROM incident WHERE import = NEW.id;
  DELETE FROM storm WHERE import = NEW.id;
  DELETE FROM unit WHERE import = NEW.id;
  DELETE FROM village WHERE import = NEW.id;
  DELETE FROM grid WHERE import = NEW.id;
END;
