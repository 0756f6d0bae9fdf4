SELECT anlan_parts.open_area($1)
