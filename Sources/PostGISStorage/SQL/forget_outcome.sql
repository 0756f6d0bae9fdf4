DELETE FROM anlan_shards.outcome WHERE transaction = $1
