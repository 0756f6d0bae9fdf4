DELETE FROM grid_fault
