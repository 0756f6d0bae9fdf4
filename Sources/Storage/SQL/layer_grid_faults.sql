SELECT id, geom, kind, grids, area_m2, width_m FROM grid_fault
WHERE $1 = '' OR substr(grids, 1, length($1)) = $1
ORDER BY id
