SELECT anlan_shards.place_area($1, $2)
