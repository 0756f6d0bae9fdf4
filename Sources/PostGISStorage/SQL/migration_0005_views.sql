-- The layers as QGIS and other clients read them, with the promised column names.
CREATE VIEW units AS
  SELECT id AS fid, code AS unit, name, level, parent, date '1970-01-01' + valid_from AS valid_from,
    date '1970-01-01' + valid_to AS valid_to, synthetic, geom
  FROM unit;

CREATE VIEW grids AS
  SELECT id AS fid, code, name, kind, population, households, workers, staff, area_m2,
    synthetic, geom
  FROM grid WHERE support = 'grid';

CREATE VIEW lattice AS
  SELECT id AS fid, code, name, population, area_m2, lattice_column, lattice_row, geom
  FROM grid
  WHERE support = 'lattice' AND lattice_active = 1;

CREATE VIEW villages AS
  SELECT id AS fid, code, name, population, households, synthetic, geom FROM village;

CREATE VIEW coastline AS
  SELECT id AS fid, code, kind, town, length_m, exposure_class, synthetic, geom
  FROM coast_segment;

CREATE VIEW aquaculture_zones AS
  SELECT id AS fid, code, name, species, unit, quantity, workers, licence, licence_area_mu,
    prohibited, unit_value_fen / 100.0::double precision AS unit_value_yuan, synthetic, geom
  FROM aquaculture_zone;

CREATE VIEW storms AS
  SELECT id AS fid, code AS storm, season, max_wind_kt, min_pressure_hpa, synthetic, geom
  FROM storm;

CREATE VIEW incidents AS
  SELECT i.id AS fid, i.source_id AS id, i.source, i.category, i.subcategory,
    to_timestamp(i.occurred_from) AS occurred_from, to_timestamp(i.occurred_to) AS occurred_to,
    to_timestamp(i.reported_at) AS reported_at, i.place_code, i.location_precision, i.severity,
    i.loss_fen / 100.0::double precision AS loss_yuan, i.deaths, i.injuries, i.status,
    to_timestamp(i.status_at) AS status_at, g.code AS grid, i.synthetic, i.geom
  FROM incident i LEFT JOIN grid g ON g.id = i.grid;

CREATE VIEW hotspots AS
  SELECT g.id AS fid, h.run, g.code AS unit, g.support AS level, g.name,
    date '1970-01-01' + r.valid_from AS valid_from, date '1970-01-01' + r.valid_to AS valid_to,
    h.count, h.exposure, h.rate, h.z, h.p, h.q, h.class, h.statistic, h.draws, r.time_basis,
    r.stage, r.synthetic, g.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN hotspot h ON h.run = c.run JOIN grid g ON g.id = h.grid
  WHERE c.kind = 'hotspots';

CREATE VIEW clusters AS
  SELECT k.id AS fid, k.run, date '1970-01-01' + r.valid_from AS valid_from,
    date '1970-01-01' + r.valid_to AS valid_to, k.cluster, k.n,
    date '1970-01-01' + k.first_day AS first, date '1970-01-01' + k.last_day AS last,
    k.change, r.time_basis, r.stage, r.synthetic, k.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN cluster k ON k.run = c.run
  WHERE c.kind = 'clusters';

CREATE VIEW cluster_members AS
  SELECT i.id AS fid, m.run, date '1970-01-01' + r.valid_from AS valid_from,
    date '1970-01-01' + r.valid_to AS valid_to, i.source, i.source_id AS incident,
    i.category, m.cluster, m.core, i.synthetic, i.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN cluster_member m ON m.run = c.run JOIN incident i ON i.id = m.incident
  WHERE c.kind = 'clusters';
