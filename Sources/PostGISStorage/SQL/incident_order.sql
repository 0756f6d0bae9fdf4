-- By source and id, as i.source, i.source_id says it, in half the time where all are of one source:
-- the sort then compares the first bytes of the ids, which it holds, in place of whole rows. A store
-- without keys of its own, such as a coordinator, counts as one of several sources.
CASE WHEN (SELECT
  (SELECT k.source FROM incident_key k ORDER BY k.source LIMIT 1)
  = (SELECT k.source FROM incident_key k ORDER BY k.source DESC LIMIT 1))
  THEN i.source_id ELSE i.source END, i.source_id
