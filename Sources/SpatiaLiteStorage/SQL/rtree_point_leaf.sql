CREATE TABLE point_leaf (point INTEGER, leaf INTEGER)
