SELECT setting::integer FROM pg_catalog.pg_settings WHERE name = 'max_prepared_transactions'
