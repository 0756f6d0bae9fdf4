-- The layers that QGIS shows of them; those without a geometry are plain tables there.
DROP VIEW villages;
CREATE VIEW code_changes AS
  SELECT id AS fid, old_code, new_code, date '1970-01-01' + changed_on AS changed_on,
    basis, synthetic
  FROM code_change;

CREATE VIEW villages AS
  SELECT id AS fid, code, name, kind, parent, population, households, synthetic, geom
  FROM village;

CREATE VIEW dossiers AS
  SELECT id AS fid, village AS code, date '1970-01-01' + as_of AS as_of, households,
    population, covered_by_cameras, coverage_definition, camera_count, lawsuits, mediations,
    members, rebate_yuan, synthetic
  FROM dossier;

CREATE VIEW sea_cells AS
  SELECT id AS fid, code, name, station, floating_population, vessels, workers,
    date '1970-01-01' + counted_on AS counted_on, synthetic, geom
  FROM sea_cell;

CREATE VIEW zone_values AS
  SELECT id AS fid, zone, month, unit_value_yuan, synthetic
  FROM zone_value;

CREATE VIEW storm_points AS
  SELECT id AS fid, storm, to_timestamp(at) AS time, agency,
    wind_kt, pressure_hpa, max_wind_radius_km, gale_radius_km, synthetic, geom
  FROM storm_point;

CREATE VIEW stations AS
  SELECT id AS fid, code, name, kind, place_code, staff,
    date '1970-01-01' + opened_on AS opened_on,
    date '1970-01-01' + closed_on AS closed_on, synthetic, geom
  FROM station;

CREATE VIEW service_areas AS
  SELECT id AS fid, code, name, station, kind, minutes,
    date '1970-01-01' + valid_from AS valid_from,
    date '1970-01-01' + valid_to AS valid_to, synthetic, geom
  FROM service_area;

CREATE VIEW cameras AS
  SELECT id AS fid, code, station, place_code, bearing_deg, angle_deg, range_m, height_m,
    online, date '1970-01-01' + installed_on AS installed_on,
    date '1970-01-01' + removed_on AS removed_on, synthetic, geom
  FROM camera;

CREATE VIEW hazards AS
  SELECT id AS fid, code, kind, severity, date '1970-01-01' + found_on AS found_on,
    place_code, lead_unit, date '1970-01-01' + deadline AS deadline, status,
    date '1970-01-01' + fixed_on AS fixed_on, rain_threshold_mm, synthetic, geom
  FROM hazard;

CREATE VIEW inspections AS
  SELECT id AS fid, number, hazard, place_code,
    date '1970-01-01' + inspected_on AS inspected_on, unit, result, synthetic
  FROM inspection;

CREATE VIEW visits AS
  SELECT id AS fid, number, place_code, unit,
    date '1970-01-01' + visited_on AS visited_on, kind, households, outcome, synthetic
  FROM visit;

CREATE VIEW patrols AS
  SELECT id AS fid, number, unit,
    to_timestamp(began_at) AS began_at,
    to_timestamp(ended_at) AS ended_at, mode, people, synthetic,
    geom
  FROM patrol;

CREATE VIEW awards AS
  SELECT id AS fid, number, unit, colour, level, evidence,
    date '1970-01-01' + issued_on AS issued_on,
    date '1970-01-01' + valid_to AS valid_to, synthetic
  FROM award;

CREATE VIEW evidence AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, i.category, r.liable_party_found,
    r.liable_party_able, r.certificate, r.other_compensation, r.synthetic
  FROM incident_evidence r JOIN incident i ON i.id = r.incident;

CREATE VIEW links AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, o.source AS other_source,
    o.source_id AS other_incident, r.kind, i.category, r.synthetic
  FROM incident_link r JOIN incident i ON i.id = r.incident
    JOIN incident o ON o.id = r.other_incident;

CREATE VIEW resolutions AS
  SELECT r.id AS fid, i.source, i.source_id AS incident, i.category,
    to_timestamp(r.at) AS time, r.outcome, r.station, r.synthetic,
    r.geom
  FROM resolution r JOIN incident i ON i.id = r.incident;

CREATE VIEW tasks AS
  SELECT id AS fid, number, kind, source_kind, source_item, place_code, lead_unit,
    date '1970-01-01' + issued_on AS issued_on,
    date '1970-01-01' + deadline AS deadline, status,
    to_timestamp(status_at) AS status_at, result, synthetic
  FROM task;

CREATE VIEW schemes AS
  SELECT id AS fid, code AS scheme, version, name, reference,
    date '1970-01-01' + valid_from AS valid_from,
    date '1970-01-01' + valid_to AS valid_to, synthetic
  FROM scheme;

CREATE VIEW policies AS
  SELECT id AS fid, number, scheme, insured_kind, unit, units, sum_insured_yuan, premium_yuan,
    paid_by, date '1970-01-01' + period_from AS period_from,
    date '1970-01-01' + period_to AS period_to, grid, village, zone, synthetic
  FROM policy;

CREATE VIEW claims AS
  SELECT r.id AS fid, r.number, r.policy, r.incident_source AS source,
    r.incident_id AS incident, r.peril, date '1970-01-01' + r.occurred_on AS occurred_on,
    date '1970-01-01' + r.notified_on AS notified_on,
    date '1970-01-01' + r.filed_on AS filed_on, r.reserve_yuan, r.paid_yuan,
    date '1970-01-01' + r.paid_on AS paid_on, r.refused_reason,
    date '1970-01-01' + r.closed_on AS closed_on, r.synthetic
  FROM claim r;

CREATE VIEW task_history AS
  SELECT s.id AS fid, t.number, s.status,
    to_timestamp(s.at) AS time
  FROM task_status s JOIN task t ON t.id = s.task;

-- The style of a table without a geometry has a null column there, which no unique index tells
-- apart.
CREATE UNIQUE INDEX layer_styles_by_table
  ON layer_styles (f_table_schema, f_table_name, stylename) WHERE f_geometry_column IS NULL;
