SELECT anlan_parts.adopt($1, $2)
