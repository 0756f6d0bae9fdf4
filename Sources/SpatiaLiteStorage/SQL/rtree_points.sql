SELECT id, geom FROM incident WHERE geom IS NOT NULL ORDER BY id
