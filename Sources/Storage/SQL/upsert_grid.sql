INSERT INTO grid (
  code, support, name, kind, population, households, workers, staff, area_m2, label_x, label_y,
  lattice_cell, lattice_column, lattice_row, version, valid_from, valid_to, is_current, synthetic,
  import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (code, support, version) DO UPDATE SET
  support = excluded.support, name = excluded.name, kind = excluded.kind,
  population = excluded.population, households = excluded.households,
  workers = excluded.workers, staff = excluded.staff, area_m2 = excluded.area_m2,
  label_x = excluded.label_x, label_y = excluded.label_y, lattice_cell = excluded.lattice_cell,
  lattice_column = excluded.lattice_column, lattice_row = excluded.lattice_row,
  valid_from = excluded.valid_from, valid_to = excluded.valid_to,
  is_current = excluded.is_current, synthetic = excluded.synthetic, import = excluded.import,
  geom = excluded.geom
WHERE (
  grid.support, grid.name, grid.kind, grid.population, grid.households, grid.workers,
  grid.staff, grid.area_m2, grid.label_x, grid.label_y, grid.lattice_cell, grid.lattice_column,
  grid.lattice_row, grid.valid_from, grid.valid_to, grid.is_current, grid.synthetic, grid.geom)
  IS DISTINCT FROM (
  excluded.support, excluded.name, excluded.kind, excluded.population, excluded.households,
  excluded.workers, excluded.staff, excluded.area_m2, excluded.label_x, excluded.label_y,
  excluded.lattice_cell, excluded.lattice_column, excluded.lattice_row, excluded.valid_from,
  excluded.valid_to, excluded.is_current, excluded.synthetic, excluded.geom)
