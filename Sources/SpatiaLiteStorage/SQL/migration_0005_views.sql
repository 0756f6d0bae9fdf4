-- The layers that QGIS shows: read-only views with the promised column names. A view's key is the
-- key of the table that lends the geometry, so that QGIS can use that table's spatial index.
CREATE VIEW units AS
  SELECT id AS fid, code AS unit, name, level, parent,
    date(valid_from * 86400, 'unixepoch') AS valid_from,
    date(valid_to * 86400, 'unixepoch') AS valid_to, synthetic, geom
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
    prohibited, unit_value_yuan, synthetic, geom
  FROM aquaculture_zone;

CREATE VIEW storms AS
  SELECT id AS fid, code AS storm, season, max_wind_kt, min_pressure_hpa, synthetic, geom
  FROM storm;

CREATE VIEW incidents AS
  SELECT i.id AS fid, i.source_id AS id, i.source, i.category, i.subcategory,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.occurred_from, 'unixepoch') AS occurred_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.occurred_to, 'unixepoch') AS occurred_to,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.reported_at, 'unixepoch') AS reported_at,
    i.place_code, i.location_precision, i.severity,
    i.loss_yuan, i.deaths, i.injuries, i.status,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.status_at, 'unixepoch') AS status_at,
    g.code AS grid, i.synthetic, i.geom
  FROM incident i LEFT JOIN grid g ON g.id = i.grid;

CREATE VIEW hotspots AS
  SELECT g.id AS fid, h.run, g.code AS unit, g.support AS level, g.name,
    date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to,
    h.count, h.exposure, h.rate, h.z, h.p, h.q, h.class, h.statistic, h.draws, r.time_basis,
    r.stage, r.synthetic, g.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN hotspot h ON h.run = c.run JOIN grid g ON g.id = h.grid
  WHERE c.kind = 'hotspots';

CREATE VIEW clusters AS
  SELECT k.id AS fid, k.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, k.cluster, k.n,
    date(k.first_day * 86400, 'unixepoch') AS first, date(k.last_day * 86400, 'unixepoch') AS last,
    k.change, r.time_basis, r.stage, r.synthetic, k.geom
  FROM current_run c JOIN run r ON r.id = c.run JOIN cluster k ON k.run = c.run
  WHERE c.kind = 'clusters';

CREATE VIEW cluster_members AS
  SELECT i.id AS fid, m.run, date(r.valid_from * 86400, 'unixepoch') AS valid_from,
    date(r.valid_to * 86400, 'unixepoch') AS valid_to, i.source, i.source_id AS incident,
    i.category, m.cluster, m.core, i.synthetic, i.geom
  FROM current_run c JOIN run r ON r.id = c.run
    JOIN cluster_member m ON m.run = c.run JOIN incident i ON i.id = m.incident
  WHERE c.kind = 'clusters';

INSERT INTO views_geometry_columns
  (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
  ('units', 'geom', 'fid', 'unit', 'geom', 1),
  ('grids', 'geom', 'fid', 'grid', 'geom', 1),
  ('lattice', 'geom', 'fid', 'grid', 'geom', 1),
  ('villages', 'geom', 'fid', 'village', 'geom', 1),
  ('coastline', 'geom', 'fid', 'coast_segment', 'geom', 1),
  ('aquaculture_zones', 'geom', 'fid', 'aquaculture_zone', 'geom', 1),
  ('storms', 'geom', 'fid', 'storm', 'geom', 1),
  ('incidents', 'geom', 'fid', 'incident', 'geom', 1),
  ('hotspots', 'geom', 'fid', 'grid', 'geom', 1),
  ('clusters', 'geom', 'fid', 'cluster', 'geom', 1),
  ('cluster_members', 'geom', 'fid', 'incident', 'geom', 1);

-- QGIS would add these itself on opening, which a read-only folder forbids.
INSERT INTO views_geometry_columns_auth (view_name, view_geometry, hidden)
SELECT view_name, view_geometry, 0 FROM views_geometry_columns;

-- The tables are written by Anlan alone: QGIS shows them and does not edit them.
UPDATE geometry_columns_auth SET read_only = 1;
