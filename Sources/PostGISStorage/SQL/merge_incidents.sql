SELECT anlan_merge_incidents($1)
