-- Without its argument 1, which opens a transaction of its own; 'WGS84' fills in only the systems
-- that the store needs, not all of EPSG.
SELECT InitSpatialMetaData('WGS84')
