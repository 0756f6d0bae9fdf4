-- A large load into an empty store goes in without indexes. Readers wait for its end.
LOCK TABLE incident, incident_key, incident_status IN ACCESS EXCLUSIVE MODE;
DROP INDEX incident_by_place, incident_by_day, incident_by_grid;
ALTER TABLE incident
  DROP CONSTRAINT incident_pkey, DROP CONSTRAINT incident_grid_fkey,
  DROP CONSTRAINT incident_import_fkey;
ALTER TABLE incident_status DROP CONSTRAINT incident_status_incident_fkey,
  DROP CONSTRAINT incident_status_pkey;
ALTER TABLE incident_key DROP CONSTRAINT incident_key_source_source_id_key;
