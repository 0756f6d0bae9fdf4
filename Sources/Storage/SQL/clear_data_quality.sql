DELETE FROM grid_quality
