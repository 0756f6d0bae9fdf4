SELECT scheme, text FROM scheme_file ORDER BY scheme
