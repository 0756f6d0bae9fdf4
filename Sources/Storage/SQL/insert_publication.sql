INSERT INTO publication (run, kind, first_day, last_day, published)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (run) DO UPDATE SET withdrawn = NULL, published = excluded.published
