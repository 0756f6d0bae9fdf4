UPDATE access_key SET revoked = $2 WHERE id = $1 AND revoked IS NULL
