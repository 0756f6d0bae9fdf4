SELECT id FROM anlan_shards.self
