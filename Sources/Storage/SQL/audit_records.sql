SELECT time, access_key, role, area, action, layer, run, west, south, east, north, features
FROM access_audit
WHERE $1 = '' OR access_key = $1
ORDER BY id
