SELECT d.id, d.geom, d.run, r.valid_from, r.valid_to, d.level, d.value, d.share, d.n, d.area_m2,
  r.time_basis, r.stage, r.synthetic
FROM density_contour d JOIN run r ON r.id = d.run
WHERE d.run = $5
ORDER BY d.level, d.part
