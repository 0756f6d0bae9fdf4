-- 'aspatial' is what GDAL wrote before the standard had a word for it.
SELECT c.table_name, c.identifier
FROM gpkg_contents AS c
WHERE c.data_type IN ('attributes', 'aspatial') AND lower(c.table_name) <> 'layer_styles'
ORDER BY c.rowid;
