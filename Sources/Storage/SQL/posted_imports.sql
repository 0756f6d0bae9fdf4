SELECT access_key, name, digest, status, report, posted FROM posted_import
WHERE access_key = $1 AND name = $2
