SELECT id, geom, code, name, population, area_m2, lattice_column, lattice_row
FROM grid
WHERE support = 'lattice'
  AND lattice_cell = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'lattice_cell')
ORDER BY lattice_row, lattice_column
