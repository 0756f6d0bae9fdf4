SELECT * FROM sheet;
