-- The journal of what happens, and of cover: see 0012.
SELECT anlan_keep_journal(place) FROM unnest(ARRAY[
  'claim', 'incident', 'incident_evidence', 'incident_link', 'policy', 'resolution', 'scheme',
  'task'
]) place;
