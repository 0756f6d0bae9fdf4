-- Points in no grid that are counted in the nearest one, and how far they lie from it. A border never
-- changes within a version of a grid, so that a row stays true whatever becomes of an incident.
CREATE TABLE near_grid (
  grid INTEGER NOT NULL REFERENCES grid (id) ON DELETE CASCADE,
  -- Metres east and north in the store's metric CRS, as the incident has them.
  x REAL NOT NULL,
  y REAL NOT NULL,
  distance_m REAL NOT NULL CHECK (distance_m > 0),
  PRIMARY KEY (grid, x, y)
) WITHOUT ROWID;

DROP VIEW incidents;
CREATE VIEW incidents AS
  SELECT i.id AS fid, i.source_id AS id, i.source, i.category, i.subcategory,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.occurred_from, 'unixepoch') AS occurred_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.occurred_to, 'unixepoch') AS occurred_to,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.reported_at, 'unixepoch') AS reported_at,
    i.place_code, i.location_precision, i.severity,
    i.loss_yuan, i.deaths, i.injuries, i.status,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.status_at, 'unixepoch') AS status_at,
    g.code AS grid, iif(i.grid IS NULL, NULL, coalesce(n.distance_m, 0.0)) AS grid_distance_m,
    i.synthetic, i.geom
  FROM incident i LEFT JOIN grid g ON g.id = i.grid
    LEFT JOIN near_grid n ON n.grid = i.grid AND n.x = i.x AND n.y = i.y;
