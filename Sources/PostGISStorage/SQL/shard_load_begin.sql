-- Rows that are copied bring their county along.
DROP TRIGGER file_incident ON incident;
DROP INDEX incident_by_area
