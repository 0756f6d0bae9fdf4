SELECT g.id, g.geom, g.code, g.name, q.n, q.exact_share, q.spike_rows, q.days_only_share,
  q.midnight_share, q.future_rows, q.completeness, q.reported_share, q.subcategory_share,
  q.severity_share, q.loss_share, q.status_share
FROM grid_quality q JOIN grid g ON g.id = q.grid
WHERE substr(g.code, 1, length($1)) = $1
ORDER BY g.code
