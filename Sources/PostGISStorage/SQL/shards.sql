SELECT number, address FROM anlan_shards.shard ORDER BY number
