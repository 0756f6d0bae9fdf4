SELECT id, NULL, code, version, name, reference, valid_from, valid_to, synthetic
FROM scheme
ORDER BY code, version
