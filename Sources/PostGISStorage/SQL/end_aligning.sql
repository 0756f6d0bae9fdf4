SELECT set_config('anlan.is_copying', 'off', true)
