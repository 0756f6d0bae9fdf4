-- A time is midnight where the local day begins with it; a row whose end is the day's end has no
-- clock at all and is not counted as one.
INSERT INTO grid_quality (
  grid, n, exact_share, spike_rows, days_only_share, midnight_share, future_rows,
  reported_share, subcategory_share, severity_share, loss_share, status_share, completeness)
SELECT i.grid, count(*),
  avg(CASE WHEN i.location_precision = 'exact' THEN 1.0 ELSE 0.0 END),
  sum(CASE WHEN s.x IS NULL THEN 0 ELSE 1 END),
  avg(CASE WHEN i.occurred_to - i.occurred_from BETWEEN 82799 AND 89999 THEN 1.0 ELSE 0.0 END),
  avg(CASE WHEN i.day * 86400 - i.occurred_from IN ($1, $2)
    AND (i.occurred_to IS NULL OR i.occurred_to - i.occurred_from NOT BETWEEN 82799 AND 89999)
    THEN 1.0 ELSE 0.0 END),
  sum(CASE WHEN i.day > $3 THEN 1 ELSE 0 END),
  avg(CASE WHEN i.reported_at IS NULL THEN 0.0 ELSE 1.0 END),
  avg(CASE WHEN i.subcategory IS NULL THEN 0.0 ELSE 1.0 END),
  avg(CASE WHEN i.severity IS NULL THEN 0.0 ELSE 1.0 END),
  avg(CASE WHEN i.loss_fen IS NULL THEN 0.0 ELSE 1.0 END),
  avg(CASE WHEN i.status IS NULL THEN 0.0 ELSE 1.0 END),
  avg((CASE WHEN i.reported_at IS NULL THEN 0.0 ELSE 0.2 END)
    + (CASE WHEN i.subcategory IS NULL THEN 0.0 ELSE 0.2 END)
    + (CASE WHEN i.severity IS NULL THEN 0.0 ELSE 0.2 END)
    + (CASE WHEN i.loss_fen IS NULL THEN 0.0 ELSE 0.2 END)
    + (CASE WHEN i.status IS NULL THEN 0.0 ELSE 0.2 END))
FROM incident i
LEFT JOIN (
  SELECT x, y FROM incident
  WHERE x IS NOT NULL AND location_precision IN ('exact', 'street')
  GROUP BY x, y HAVING count(*) > $4
) s ON s.x = i.x AND s.y = i.y AND i.location_precision IN ('exact', 'street')
WHERE i.grid IS NOT NULL
GROUP BY i.grid
