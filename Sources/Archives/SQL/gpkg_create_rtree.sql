CREATE VIRTUAL TABLE {rtree} USING rtree(id, minx, maxx, miny, maxy);
