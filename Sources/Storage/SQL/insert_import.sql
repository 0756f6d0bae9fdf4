INSERT INTO import (
  id, layer, source, file, digest, mapping, rows_read, rows_inserted, rows_updated,
  rows_unchanged, rows_rejected)
VALUES ($1, $2, $3, $4, '', $5, 0, 0, 0, 0, 0)
