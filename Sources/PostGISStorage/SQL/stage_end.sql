SELECT set_config('search_path', regexp_replace(current_setting('search_path'), '^anlan_stage, ', ''), true)
