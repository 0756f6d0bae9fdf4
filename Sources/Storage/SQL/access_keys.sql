SELECT id, digest, role, area, note, created, expires, revoked FROM access_key
ORDER BY created, id
