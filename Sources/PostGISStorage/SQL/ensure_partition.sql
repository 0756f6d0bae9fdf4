SELECT anlan_ensure_partition($1)
