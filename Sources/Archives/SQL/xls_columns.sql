SELECT count(*) FROM pragma_table_info('sheet') WHERE name <> 'row_no' AND name <> 'PKUID';
