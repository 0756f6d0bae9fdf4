SELECT anlan_parts.close_area($1)
