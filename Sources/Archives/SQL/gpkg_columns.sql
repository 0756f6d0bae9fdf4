SELECT name, upper(type), pk FROM pragma_table_info(?) ORDER BY cid;
