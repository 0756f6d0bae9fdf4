INSERT INTO scheme_file (scheme, text) VALUES ($1, $2)
ON CONFLICT (scheme) DO UPDATE SET text = excluded.text
WHERE scheme_file.text <> excluded.text
