INSERT INTO coast_segment (
  code, kind, town, length_m, exposure_class, synthetic, import, geom)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (code) DO UPDATE SET
  kind = excluded.kind, town = excluded.town, length_m = excluded.length_m,
  exposure_class = excluded.exposure_class, synthetic = excluded.synthetic,
  import = excluded.import, geom = excluded.geom
WHERE (
  coast_segment.kind, coast_segment.town, coast_segment.length_m, coast_segment.exposure_class,
  coast_segment.synthetic, coast_segment.geom)
  IS DISTINCT FROM (
  excluded.kind, excluded.town, excluded.length_m, excluded.exposure_class, excluded.synthetic,
  excluded.geom)
