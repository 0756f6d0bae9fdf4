SELECT wanted FROM unnest(ARRAY['anlan_reader', 'anlan_writer']) wanted
WHERE to_regrole(wanted) IS NULL
ORDER BY wanted
