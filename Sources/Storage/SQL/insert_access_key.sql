INSERT INTO access_key (id, digest, role, area, note, created, expires)
VALUES ($1, $2, $3, $4, $5, $6, $7)
