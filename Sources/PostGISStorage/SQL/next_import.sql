SELECT anlan_next_import()
