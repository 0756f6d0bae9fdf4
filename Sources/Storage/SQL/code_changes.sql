SELECT old_code, new_code, changed_on FROM code_change ORDER BY changed_on, old_code
