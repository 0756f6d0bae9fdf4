-- Incidents are found by their keys, which have the index.
-- Layer, key and, of incidents, their source: does the store hold such a row?
SELECT 1 WHERE
  ($1 = 'incidents' AND EXISTS (SELECT 1 FROM incident_key WHERE source = $3 AND source_id = $2))
  OR ($1 = 'policies' AND EXISTS (SELECT 1 FROM policy WHERE number = $2))
  OR ($1 = 'schemes' AND EXISTS (SELECT 1 FROM scheme WHERE code = $2))
  OR ($1 = 'grids' AND EXISTS (SELECT 1 FROM grid WHERE code = $2 AND support = 'grid'))
  OR ($1 = 'villages' AND EXISTS (SELECT 1 FROM village WHERE code = $2))
  OR ($1 = 'aquaculture_zones' AND EXISTS (SELECT 1 FROM aquaculture_zone WHERE code = $2))
  OR ($1 = 'stations' AND EXISTS (SELECT 1 FROM station WHERE code = $2))
  OR ($1 = 'storms' AND EXISTS (SELECT 1 FROM storm WHERE code = $2))
  OR ($1 = 'hazards' AND EXISTS (SELECT 1 FROM hazard WHERE code = $2))
