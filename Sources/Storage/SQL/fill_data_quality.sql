-- A time is midnight where the local day begins with it; a row whose end is the day's end has no
-- clock at all and is not counted as one. Rows are counted whole and then divided, so that every
-- engine has the same shares to the last bit.
INSERT INTO grid_quality (
  grid, n, exact_share, spike_rows, days_only_share, midnight_share, future_rows,
  reported_share, subcategory_share, severity_share, loss_share, status_share, completeness)
SELECT grid, n, exact / CAST(n AS double precision), spikes,
  days_only / CAST(n AS double precision), midnight / CAST(n AS double precision), future,
  reported / CAST(n AS double precision), subcategory / CAST(n AS double precision),
  severity / CAST(n AS double precision), loss / CAST(n AS double precision),
  status / CAST(n AS double precision),
  (reported + subcategory + severity + loss + status) / (5 * CAST(n AS double precision))
FROM (
  SELECT i.grid AS grid, count(*) AS n,
    sum(CASE WHEN i.location_precision = 'exact' THEN 1 ELSE 0 END) AS exact,
    sum(CASE WHEN s.x IS NULL THEN 0 ELSE 1 END) AS spikes,
    sum(CASE WHEN i.occurred_to - i.occurred_from BETWEEN 82799 AND 89999 THEN 1 ELSE 0 END)
      AS days_only,
    sum(CASE WHEN CAST(i.day AS bigint) * 86400 - i.occurred_from IN ($1, $2)
      AND (i.occurred_to IS NULL OR i.occurred_to - i.occurred_from NOT BETWEEN 82799 AND 89999)
      THEN 1 ELSE 0 END) AS midnight,
    sum(CASE WHEN i.day > $3 THEN 1 ELSE 0 END) AS future,
    sum(CASE WHEN i.reported_at IS NULL THEN 0 ELSE 1 END) AS reported,
    sum(CASE WHEN i.subcategory IS NULL THEN 0 ELSE 1 END) AS subcategory,
    sum(CASE WHEN i.severity IS NULL THEN 0 ELSE 1 END) AS severity,
    sum(CASE WHEN i.loss_fen IS NULL THEN 0 ELSE 1 END) AS loss,
    sum(CASE WHEN i.status IS NULL THEN 0 ELSE 1 END) AS status
  FROM incident i
  LEFT JOIN (
    SELECT x, y FROM incident
    WHERE x IS NOT NULL AND location_precision IN ('exact', 'street')
    GROUP BY x, y HAVING count(*) > $4
  ) s ON s.x = i.x AND s.y = i.y AND i.location_precision IN ('exact', 'street')
  WHERE i.grid IS NOT NULL
  GROUP BY i.grid) counted
