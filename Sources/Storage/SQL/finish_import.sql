UPDATE import SET rows_read = $2, rows_inserted = $3, rows_updated = $4, rows_unchanged = $5,
  rows_rejected = $6, digest = $7
WHERE id = $1
