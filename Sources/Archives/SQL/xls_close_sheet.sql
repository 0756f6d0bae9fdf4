DROP TABLE sheet;
