INSERT INTO anlan_shards.outcome (transaction) VALUES ($1)
