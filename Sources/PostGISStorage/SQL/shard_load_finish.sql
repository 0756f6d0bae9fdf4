CREATE INDEX incident_by_area ON incident (area, day);
CREATE TRIGGER file_incident BEFORE INSERT OR UPDATE OF grid, place_code ON incident
  FOR EACH ROW EXECUTE FUNCTION anlan_parts.file_incident()
