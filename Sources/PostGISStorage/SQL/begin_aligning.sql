SELECT set_config('anlan.is_copying', 'on', true)
