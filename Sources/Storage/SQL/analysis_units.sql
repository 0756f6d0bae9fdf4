SELECT id, code, name, kind, population, households, workers, label_x, label_y,
  lattice_column, lattice_row, geom, version, staff, area_m2
FROM grid
WHERE support = $1
  AND (support = 'grid' AND is_current = 1 AND substr(code, 1, length($2)) = $2
    OR support = 'lattice' AND lattice_active = 1)
ORDER BY code
