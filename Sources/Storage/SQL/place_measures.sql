-- What the registers hold of places between two days: the measure, its kind, the code of the place, and
-- how much. A place that a register knows has its row even where that comes to nothing: where there is
-- no row at all, nobody keeps the register.
SELECT 'hazards_found', kind, place_code,
  CAST(sum(CASE WHEN found_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS double precision)
FROM hazard
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'hazards_open', kind, place_code,
  CAST(sum(CASE WHEN found_on <= $2 AND (status = 'open' OR status = 'handed_over' OR fixed_on > $2) THEN 1 ELSE 0 END) AS double precision)
FROM hazard
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'hazards_overdue', kind, place_code,
  CAST(sum(CASE WHEN found_on <= $2 AND (status = 'open' OR status = 'handed_over' OR fixed_on > $2)
    AND deadline < $2 THEN 1 ELSE 0 END) AS double precision)
FROM hazard
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'hazards_fixed', kind, place_code,
  CAST(sum(CASE WHEN found_on BETWEEN $1 AND $2
    AND (status = 'fixed' OR status = 'closed') AND coalesce(fixed_on, $2) <= $2 THEN 1 ELSE 0 END) AS double precision)
FROM hazard
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'inspections', result, place_code,
  CAST(sum(CASE WHEN inspected_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS double precision)
FROM inspection
WHERE place_code IS NOT NULL
GROUP BY result, place_code
UNION ALL
SELECT 'visits', kind, place_code,
  CAST(sum(CASE WHEN visited_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS double precision)
FROM visit
GROUP BY kind, place_code
UNION ALL
SELECT 'visited_households', kind, place_code,
  CAST(sum(CASE WHEN visited_on BETWEEN $1 AND $2 THEN coalesce(households, 0) ELSE 0 END) AS double precision)
FROM visit
GROUP BY kind, place_code
UNION ALL
SELECT 'stations', kind, place_code,
  CAST(sum(CASE WHEN (opened_on IS NULL OR opened_on <= $2) AND (closed_on IS NULL OR closed_on > $2) THEN 1 ELSE 0 END) AS double precision)
FROM station
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'station_staff', kind, place_code,
  CAST(sum(CASE WHEN (opened_on IS NULL OR opened_on <= $2) AND (closed_on IS NULL OR closed_on > $2) THEN staff ELSE 0 END) AS double precision)
FROM station
WHERE place_code IS NOT NULL AND staff IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'tasks_due', kind, place_code,
  CAST(sum(CASE WHEN deadline BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS double precision)
FROM task
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'tasks_done', kind, place_code,
  CAST(sum(CASE WHEN deadline BETWEEN $1 AND $2 AND (status = 'done' OR status = 'closed') THEN 1 ELSE 0 END) AS double precision)
FROM task
WHERE place_code IS NOT NULL
GROUP BY kind, place_code
UNION ALL
SELECT 'awards', a.colour, coalesce(s.place_code, a.unit),
  CAST(sum(CASE WHEN a.issued_on <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $1) THEN 1 ELSE 0 END) AS double precision)
FROM award a LEFT JOIN station s ON s.code = a.unit
GROUP BY a.colour, coalesce(s.place_code, a.unit)
UNION ALL
SELECT 'dossier_households', '', d.village,
  CAST(sum(d.households) AS double precision)
FROM dossier d
WHERE d.households IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_population', '', d.village,
  CAST(sum(d.population) AS double precision)
FROM dossier d
WHERE d.population IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_cameras', '', d.village,
  CAST(sum(d.camera_count) AS double precision)
FROM dossier d
WHERE d.camera_count IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_lawsuits', '', d.village,
  CAST(sum(d.lawsuits) AS double precision)
FROM dossier d
WHERE d.lawsuits IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_mediations', '', d.village,
  CAST(sum(d.mediations) AS double precision)
FROM dossier d
WHERE d.mediations IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_members', '', d.village,
  CAST(sum(d.members) AS double precision)
FROM dossier d
WHERE d.members IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_rebate_yuan', '', d.village,
  CAST(sum(d.rebate_fen / 100.0) AS double precision)
FROM dossier d
WHERE d.rebate_fen IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'dossier_covered_households', '', d.village,
  CAST(sum(d.households * d.covered_by_cameras) AS double precision)
FROM dossier d
WHERE d.households IS NOT NULL AND d.covered_by_cameras IS NOT NULL AND d.as_of = (SELECT max(e.as_of) FROM dossier e
  WHERE e.village = d.village AND e.as_of <= $2)
GROUP BY d.village
UNION ALL
SELECT 'insured', unit, coalesce(grid, village),
  CAST(sum(CASE WHEN period_from <= $2 AND period_to >= $2 THEN units ELSE 0 END) AS double precision)
FROM policy
WHERE units IS NOT NULL AND coalesce(grid, village) IS NOT NULL
GROUP BY unit, coalesce(grid, village)
UNION ALL
SELECT 'claims', p.insured_kind, coalesce(p.grid, p.village),
  CAST(sum(CASE WHEN c.notified_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS double precision)
FROM claim c JOIN policy p ON p.number = c.policy
WHERE coalesce(p.grid, p.village) IS NOT NULL
GROUP BY p.insured_kind, coalesce(p.grid, p.village)
UNION ALL
SELECT 'claims_paid', p.insured_kind, coalesce(p.grid, p.village),
  CAST(sum(CASE WHEN c.notified_on BETWEEN $1 AND $2 AND c.paid_fen > 0 THEN 1 ELSE 0 END) AS double precision)
FROM claim c JOIN policy p ON p.number = c.policy
WHERE coalesce(p.grid, p.village) IS NOT NULL
GROUP BY p.insured_kind, coalesce(p.grid, p.village)
