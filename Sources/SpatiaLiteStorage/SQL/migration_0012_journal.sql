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

-- What bears the number of an import and is not in its journal was brought by it. It goes before
-- the rest comes back, since a code has one current row; what refers to others goes before them.
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
