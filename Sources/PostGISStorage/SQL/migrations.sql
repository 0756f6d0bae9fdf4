SELECT name FROM anlan_migration ORDER BY name
