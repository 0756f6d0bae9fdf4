-- The journal of the places: see 0012.
SELECT anlan_keep_journal(place) FROM unnest(ARRAY[
  'aquaculture_zone', 'coast_segment', 'code_change', 'dossier', 'grid', 'sea_cell', 'storm',
  'storm_point', 'unit', 'village', 'zone_value'
]) place;
