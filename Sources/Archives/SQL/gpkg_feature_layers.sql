SELECT c.table_name, c.identifier, g.column_name, g.geometry_type_name, s.srs_id, s.srs_name,
  s.organization, s.organization_coordsys_id, s.definition
FROM gpkg_contents AS c
LEFT JOIN gpkg_geometry_columns AS g ON lower(g.table_name) = lower(c.table_name)
LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
WHERE c.data_type = 'features'
ORDER BY c.rowid;
