-- The layers that QGIS shows of them; those without a geometry are plain tables there.
DROP VIEW villages;
CREATE VIEW code_changes AS
  SELECT id AS fid, old_code, new_code, date(changed_on * 86400, 'unixepoch') AS changed_on,
    basis, synthetic
  FROM code_change;

CREATE VIEW villages AS
  SELECT id AS fid, code, name, kind, parent, population, households, synthetic, geom
  FROM village;

CREATE VIEW dossiers AS
  SELECT id AS fid, village AS code, date(as_of * 86400, 'unixepoch') AS as_of, households,
    population, covered_by_cameras, coverage_definition, camera_count, lawsuits, mediations,
    members, rebate_yuan, synthetic
  FROM dossier;

CREATE VIEW sea_cells AS
  SELECT id AS fid, code, name, station, floating_population, vessels, workers,
    date(counted_on * 86400, 'unixepoch') AS counted_on, synthetic, geom
  FROM sea_cell;

CREATE VIEW zone_values AS
  SELECT id AS fid, zone, month, unit_value_yuan, synthetic
  FROM zone_value;

CREATE VIEW storm_points AS
  SELECT id AS fid, storm, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS time, agency,
    wind_kt, pressure_hpa, max_wind_radius_km, gale_radius_km, synthetic, geom
  FROM storm_point;

CREATE VIEW stations AS
  SELECT id AS fid, code, name, kind, place_code, staff,
    date(opened_on * 86400, 'unixepoch') AS opened_on,
    date(closed_on * 86400, 'unixepoch') AS closed_on, synthetic, geom
  FROM station;

CREATE VIEW service_areas AS
  SELECT id AS fid, code, name, station, kind, minutes,
    date(valid_from * 86400, 'unixepoch') AS valid_from,
    date(valid_to * 86400, 'unixepoch') AS valid_to, synthetic, geom
  FROM service_area;

CREATE VIEW cameras AS
  SELECT id AS fid, code, station, place_code, bearing_deg, angle_deg, range_m, height_m,
    online, date(installed_on * 86400, 'unixepoch') AS installed_on,
    date(removed_on * 86400, 'unixepoch') AS removed_on, synthetic, geom
  FROM camera;

CREATE VIEW hazards AS
  SELECT id AS fid, code, kind, severity, date(found_on * 86400, 'unixepoch') AS found_on,
    place_code, lead_unit, date(deadline * 86400, 'unixepoch') AS deadline, status,
    date(fixed_on * 86400, 'unixepoch') AS fixed_on, rain_threshold_mm, synthetic, geom
  FROM hazard;

CREATE VIEW inspections AS
  SELECT id AS fid, number, hazard, place_code,
    date(inspected_on * 86400, 'unixepoch') AS inspected_on, unit, result, synthetic
  FROM inspection;

CREATE VIEW visits AS
  SELECT id AS fid, number, place_code, unit,
    date(visited_on * 86400, 'unixepoch') AS visited_on, kind, households, outcome, synthetic
  FROM visit;

CREATE VIEW patrols AS
  SELECT id AS fid, number, unit,
    strftime('%Y-%m-%dT%H:%M:%SZ', began_at, 'unixepoch') AS began_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', ended_at, 'unixepoch') AS ended_at, mode, people, synthetic,
    geom
  FROM patrol;

CREATE VIEW awards AS
  SELECT id AS fid, number, unit, colour, level, evidence,
    date(issued_on * 86400, 'unixepoch') AS issued_on,
    date(valid_to * 86400, 'unixepoch') AS valid_to, synthetic
  FROM award;

CREATE VIEW evidence AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, i.category, r.liable_party_found,
    r.liable_party_able, r.certificate, r.other_compensation, r.synthetic
  FROM incident_evidence r JOIN incident i ON i.id = r.incident;

CREATE VIEW links AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, o.source AS other_source,
    o.source_id AS other_incident, r.kind, i.category, r.synthetic
  FROM incident_link r JOIN incident i ON i.id = r.incident JOIN incident o ON o.id = r.other_incident
 ;

CREATE VIEW resolutions AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, i.category,
    strftime('%Y-%m-%dT%H:%M:%SZ', r.at, 'unixepoch') AS time, r.outcome, r.station, r.synthetic,
    r.geom
  FROM resolution r JOIN incident i ON i.id = r.incident;

CREATE VIEW tasks AS
  SELECT id AS fid, number, kind, source_kind, source_item, place_code, lead_unit,
    date(issued_on * 86400, 'unixepoch') AS issued_on,
    date(deadline * 86400, 'unixepoch') AS deadline, status,
    strftime('%Y-%m-%dT%H:%M:%SZ', status_at, 'unixepoch') AS status_at, result, synthetic
  FROM task;

CREATE VIEW schemes AS
  SELECT id AS fid, code AS scheme, version, name, reference,
    date(valid_from * 86400, 'unixepoch') AS valid_from,
    date(valid_to * 86400, 'unixepoch') AS valid_to, synthetic
  FROM scheme;

CREATE VIEW policies AS
  SELECT id AS fid, number, scheme, insured_kind, unit, units, sum_insured_yuan, premium_yuan,
    paid_by, date(period_from * 86400, 'unixepoch') AS period_from,
    date(period_to * 86400, 'unixepoch') AS period_to, grid, village, zone, synthetic
  FROM policy;

CREATE VIEW claims AS
  SELECT r.id AS fid, r.number, r.policy, r.incident_source AS source,
    r.incident_id AS incident, r.peril, date(r.occurred_on * 86400, 'unixepoch') AS occurred_on,
    date(r.notified_on * 86400, 'unixepoch') AS notified_on,
    date(r.filed_on * 86400, 'unixepoch') AS filed_on, r.reserve_yuan, r.paid_yuan,
    date(r.paid_on * 86400, 'unixepoch') AS paid_on, r.refused_reason,
    date(r.closed_on * 86400, 'unixepoch') AS closed_on, r.synthetic
  FROM claim r;

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
  ('sea_cells', 'geom', 'fid', 'sea_cell', 'geom', 1),
  ('storm_points', 'geom', 'fid', 'storm_point', 'geom', 1),
  ('stations', 'geom', 'fid', 'station', 'geom', 1),
  ('service_areas', 'geom', 'fid', 'service_area', 'geom', 1),
  ('cameras', 'geom', 'fid', 'camera', 'geom', 1),
  ('hazards', 'geom', 'fid', 'hazard', 'geom', 1),
  ('patrols', 'geom', 'fid', 'patrol', 'geom', 1),
  ('resolutions', 'geom', 'fid', 'resolution', 'geom', 1);

CREATE VIEW task_history AS
  SELECT s.id AS fid, t.number, s.status,
    strftime('%Y-%m-%dT%H:%M:%SZ', s.at, 'unixepoch') AS time
  FROM task_status s JOIN task t ON t.id = s.task;

-- QGIS would add these itself on opening, which a read-only folder forbids.
INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
SELECT view_name, view_geometry, 0 FROM views_geometry_columns v
WHERE NOT EXISTS (SELECT 1 FROM views_geometry_columns_auth a WHERE a.view_name = v.view_name);

UPDATE geometry_columns_auth SET read_only = 1;

-- The style of a table without a geometry has a null column there, which no unique index tells apart.
CREATE UNIQUE INDEX layer_styles_by_table
  ON layer_styles (f_table_name, styleName) WHERE f_geometry_column IS NULL;
