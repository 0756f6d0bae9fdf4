SELECT id, layer, source, file, digest, rows_read, rows_inserted, rows_updated, rows_unchanged,
  rows_rejected, undone
FROM import ORDER BY id
