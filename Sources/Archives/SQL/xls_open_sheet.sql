-- 0: no row is taken for the names. SpatiaLite would refuse a sheet with two columns of one name.
CREATE VIRTUAL TABLE sheet USING VirtualXL({path}, {index}, 0);
