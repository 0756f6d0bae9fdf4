-- Points in no grid that are counted in the nearest one, and how far they lie from it.
CREATE TABLE near_grid (
  grid bigint NOT NULL REFERENCES grid (id) ON DELETE CASCADE,
  x double precision NOT NULL,
  y double precision NOT NULL,
  distance_m double precision NOT NULL CHECK (distance_m > 0),
  PRIMARY KEY (grid, x, y)
);

DROP VIEW incidents;
CREATE VIEW incidents AS
  SELECT i.id AS fid, i.source_id AS id, i.source, i.category, i.subcategory,
    to_timestamp(i.occurred_from) AS occurred_from, to_timestamp(i.occurred_to) AS occurred_to,
    to_timestamp(i.reported_at) AS reported_at, i.place_code, i.location_precision, i.severity,
    i.loss_fen / 100.0::double precision AS loss_yuan, i.deaths, i.injuries, i.status,
    to_timestamp(i.status_at) AS status_at, g.code AS grid,
    CASE WHEN i.grid IS NOT NULL THEN coalesce(n.distance_m, 0.0) END AS grid_distance_m,
    i.synthetic, i.geom
  FROM incident i LEFT JOIN grid g ON g.id = i.grid
    LEFT JOIN near_grid n ON n.grid = i.grid AND n.x = i.x AND n.y = i.y;
