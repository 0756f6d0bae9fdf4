INSERT INTO access_audit (time, access_key, role, area, action, layer, run, west, south, east, north,
  features)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
