INSERT INTO dossier (
  village, as_of, households, population, covered_by_cameras, coverage_definition, camera_count,
  lawsuits, mediations, members, rebate_fen, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (village, as_of) DO UPDATE SET
  households = excluded.households, population = excluded.population,
  covered_by_cameras = excluded.covered_by_cameras,
  coverage_definition = excluded.coverage_definition, camera_count = excluded.camera_count,
  lawsuits = excluded.lawsuits, mediations = excluded.mediations, members = excluded.members,
  rebate_fen = excluded.rebate_fen, synthetic = excluded.synthetic, import = excluded.import
WHERE (
  dossier.households, dossier.population, dossier.covered_by_cameras, dossier.coverage_definition,
  dossier.camera_count, dossier.lawsuits, dossier.mediations, dossier.members, dossier.rebate_fen,
  dossier.synthetic)
  IS DISTINCT FROM (
  excluded.households, excluded.population, excluded.covered_by_cameras,
  excluded.coverage_definition, excluded.camera_count, excluded.lawsuits, excluded.mediations,
  excluded.members, excluded.rebate_fen, excluded.synthetic)
