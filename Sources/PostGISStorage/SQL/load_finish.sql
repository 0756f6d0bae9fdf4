SET LOCAL maintenance_work_mem = '256MB';
ALTER TABLE incident_key ADD CONSTRAINT incident_key_source_source_id_key UNIQUE (source, source_id);
ALTER TABLE incident_status ADD CONSTRAINT incident_status_pkey PRIMARY KEY (incident, status, at),
  ADD CONSTRAINT incident_status_incident_fkey
    FOREIGN KEY (incident) REFERENCES incident_key (id) ON DELETE CASCADE;
ALTER TABLE incident
  ADD CONSTRAINT incident_pkey PRIMARY KEY (id, day),
  ADD CONSTRAINT incident_grid_fkey FOREIGN KEY (grid) REFERENCES grid (id) ON DELETE SET NULL,
  ADD CONSTRAINT incident_import_fkey FOREIGN KEY (import) REFERENCES import (id);
CREATE INDEX incident_by_place ON incident USING gist (geom);
CREATE INDEX incident_by_day ON incident USING brin (day);
CREATE INDEX incident_by_grid ON incident (grid);
SELECT setval(pg_get_serial_sequence('incident_key', 'id'), max(id)) FROM incident_key
HAVING count(*) > 0;
-- A first look is enough for the planner; the server's own housekeeping looks closer later.
SET LOCAL default_statistics_target = 20;
ANALYZE incident, incident_key, incident_status;
