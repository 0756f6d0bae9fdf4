-- The journal of facilities, hazards and rounds: see 0012.
SELECT anlan_keep_journal(place) FROM unnest(ARRAY[
  'camera', 'hazard', 'service_area', 'station', 'award', 'inspection', 'patrol', 'visit'
]) place;
