SELECT import, count(*) FROM import_journal WHERE import_before = $1 GROUP BY import ORDER BY import
