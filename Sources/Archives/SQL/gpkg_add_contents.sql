-- The time is fixed: the same rows give the same bytes.
INSERT INTO gpkg_contents (
  table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
VALUES (?, ?, ?, ?, '1970-01-01T00:00:00.000Z', ?, ?, ?, ?, ?);
