SELECT run, kind, first_day, last_day, published, withdrawn FROM publication
ORDER BY published, run
