SELECT changed, count(*) FROM import_journal WHERE import = $1 GROUP BY changed
