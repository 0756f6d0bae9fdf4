SELECT id, geom, code, name, population, area_m2, lattice_column, lattice_row
FROM grid
WHERE support = 'lattice' AND lattice_active = 1
ORDER BY lattice_row, lattice_column
