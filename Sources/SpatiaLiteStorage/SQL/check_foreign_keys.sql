SELECT "table" || ': row ' || coalesce(rowid, '?') || ' points at no row of ' || parent
FROM pragma_foreign_key_check()
LIMIT 20
