INSERT INTO anlan_migration (name) VALUES ($1)
