-- What no constraint can say.
SELECT 'import ' || id || ' (' || file || '): its rows do not add up' AS fault
FROM import
WHERE rows_read <> rows_inserted + rows_updated + rows_unchanged + rows_rejected
UNION ALL
SELECT 'run ' || id || ' has no rows' FROM run
WHERE kind = 'hotspots' AND NOT EXISTS (SELECT 1 FROM hotspot h WHERE h.run = run.id)
UNION ALL
SELECT 'run ' || id || ' has no rows' FROM run
WHERE kind = 'near-repeat' AND NOT EXISTS (SELECT 1 FROM near_repeat_cell t WHERE t.run = run.id)
UNION ALL
SELECT 'run ' || id || ' has no rows' FROM run
WHERE kind = 'density' AND NOT EXISTS (SELECT 1 FROM density_contour d WHERE d.run = run.id)
UNION ALL
SELECT 'cluster ' || c.cluster || ' of run ' || c.run || ' says ' || c.n || ' incidents, '
  || count(m.id) || ' are members'
FROM cluster c JOIN run r ON r.id = c.run
  LEFT JOIN cluster_member m ON m.run = c.run AND m.cluster = c.cluster
-- An undone import took members of a stale run away.
WHERE r.stale = 0
GROUP BY c.id HAVING count(m.id) <> c.n
UNION ALL
SELECT 'the parts of the score of ' || s.unit || ' in run ' || s.run || ' do not add up to it'
FROM unit_score s JOIN unit_score_part p ON p.run = s.run AND p.unit = s.unit
WHERE s.score IS NOT NULL
GROUP BY s.id HAVING abs(sum(p.contribution) - s.score) > 1e-6
UNION ALL
SELECT 'record ' || e.number || ' in run ' || e.run || ' has not the evidence that it names'
FROM unit_record e
WHERE e.evidence <> (SELECT count(*) FROM unit_record_evidence v
  WHERE v.run = e.run AND v.record = e.number)
UNION ALL
SELECT 'the parts of the ' || g.measure || ' of ' || g.unit || ' in run ' || g.run
  || ' do not add up to what is exposed'
FROM coverage_gap g
WHERE abs(g.insured + g.other_cover + g.gap - g.exposure) > 1e-6 * (1 + g.exposure)
  OR abs(g.gap_no_policy + g.gap_under_limit + g.gap_excluded + g.gap_unknown - g.gap)
    > 1e-6 * (1 + g.exposure)
UNION ALL
SELECT 'grid ' || code || ': two borders claim the same days'
FROM grid g
WHERE support = 'grid' AND is_current = 1 AND valid_from IS NOT NULL AND EXISTS (
  SELECT 1 FROM grid o
  WHERE o.code = g.code AND o.version <> g.version AND o.valid_to >= g.valid_from)
LIMIT 50
