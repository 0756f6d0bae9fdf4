-- What a shard holds, by county.
SELECT a.code, (SELECT count(*) FROM incident i WHERE i.area = a.code),
  (SELECT count(*) FROM policy p WHERE p.area = a.code),
  (SELECT count(*) FROM claim c WHERE c.area = a.code)
FROM anlan_parts.area a
ORDER BY a.code
