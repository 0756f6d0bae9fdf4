INSERT INTO task (
  number, kind, source_kind, source_item, place_code, lead_unit, issued_on, deadline, status,
  status_at, result, synthetic, import)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (number) DO UPDATE SET
  kind = excluded.kind, source_kind = excluded.source_kind, source_item = excluded.source_item,
  place_code = excluded.place_code, lead_unit = excluded.lead_unit,
  issued_on = excluded.issued_on, deadline = excluded.deadline, status = excluded.status,
  status_at = excluded.status_at, result = excluded.result, synthetic = excluded.synthetic,
  import = excluded.import
WHERE (
  task.kind, task.source_kind, task.source_item, task.place_code, task.lead_unit, task.issued_on,
  task.deadline, task.status, task.status_at, task.result, task.synthetic)
  IS DISTINCT FROM (
  excluded.kind, excluded.source_kind, excluded.source_item, excluded.place_code,
  excluded.lead_unit, excluded.issued_on, excluded.deadline, excluded.status, excluded.status_at,
  excluded.result, excluded.synthetic)
