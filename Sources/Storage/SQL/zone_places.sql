SELECT id, code, geom FROM aquaculture_zone ORDER BY code
