SELECT code, shard FROM anlan_shards.area ORDER BY code
