SELECT id, NULL, village, as_of, households, population, covered_by_cameras,
  coverage_definition, camera_count, lawsuits, mediations, members, rebate_fen / 100.0, synthetic
FROM dossier
WHERE ($1 = '' OR substr(village, 1, length($1)) = $1)
ORDER BY village, as_of
