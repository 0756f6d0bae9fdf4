SELECT k.id, k.geom, k.run, r.valid_from, r.valid_to, k.cluster, k.n, k.first_day, k.last_day,
  k.change, k.since_day, k.n_before, k.origins, k.merged_into, r.time_basis, r.stage, r.synthetic
FROM cluster k JOIN run r ON r.id = k.run
WHERE k.run = $5
ORDER BY k.cluster
