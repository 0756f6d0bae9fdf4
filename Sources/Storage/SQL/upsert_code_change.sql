INSERT INTO code_change (
  old_code, new_code, changed_on, basis, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6)
ON CONFLICT (old_code, changed_on) DO UPDATE SET
  new_code = excluded.new_code, basis = excluded.basis, synthetic = excluded.synthetic,
  import = excluded.import
WHERE (
  code_change.new_code, code_change.basis, code_change.synthetic)
  IS DISTINCT FROM (
  excluded.new_code, excluded.basis, excluded.synthetic)
