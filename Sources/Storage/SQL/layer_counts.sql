SELECT 'units', count(*) FROM unit
UNION ALL SELECT 'grids', count(*) FROM grid WHERE support = 'grid' AND is_current = 1
UNION ALL SELECT 'lattice', count(*) FROM grid
  WHERE support = 'lattice' AND lattice_active = 1
UNION ALL SELECT 'villages', count(*) FROM village
UNION ALL SELECT 'coastline', count(*) FROM coast_segment
UNION ALL SELECT 'aquaculture_zones', count(*) FROM aquaculture_zone
UNION ALL SELECT 'storms', count(*) FROM storm
UNION ALL SELECT 'incidents', count(*) FROM incident
UNION ALL SELECT 'code_changes', count(*) FROM code_change
UNION ALL SELECT 'dossiers', count(*) FROM dossier
UNION ALL SELECT 'sea_cells', count(*) FROM sea_cell
UNION ALL SELECT 'zone_values', count(*) FROM zone_value
UNION ALL SELECT 'storm_points', count(*) FROM storm_point
UNION ALL SELECT 'stations', count(*) FROM station
UNION ALL SELECT 'service_areas', count(*) FROM service_area
UNION ALL SELECT 'cameras', count(*) FROM camera
UNION ALL SELECT 'hazards', count(*) FROM hazard
UNION ALL SELECT 'inspections', count(*) FROM inspection
UNION ALL SELECT 'visits', count(*) FROM visit
UNION ALL SELECT 'patrols', count(*) FROM patrol
UNION ALL SELECT 'awards', count(*) FROM award
UNION ALL SELECT 'evidence', count(*) FROM incident_evidence
UNION ALL SELECT 'links', count(*) FROM incident_link
UNION ALL SELECT 'resolutions', count(*) FROM resolution
UNION ALL SELECT 'tasks', count(*) FROM task
UNION ALL SELECT 'schemes', count(*) FROM scheme
UNION ALL SELECT 'policies', count(*) FROM policy
UNION ALL SELECT 'claims', count(*) FROM claim
UNION ALL SELECT 'task_history', count(*) FROM task_status
UNION ALL SELECT 'hotspots', count(*) FROM hotspot
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'hotspots')
UNION ALL SELECT 'autocorrelation', count(*) FROM autocorrelation_test
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'hotspots')
UNION ALL SELECT 'emerging', count(*) FROM emerging_unit
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'emerging')
UNION ALL SELECT 'emerging_bins', count(*) FROM emerging_bin
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'emerging')
UNION ALL SELECT 'clusters', count(*) FROM cluster
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'clusters')
UNION ALL SELECT 'cluster_members', count(*) FROM cluster_member
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'clusters')
UNION ALL SELECT 'density', count(*) FROM density_contour
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'density')
UNION ALL SELECT 'density_units', count(*) FROM density_unit
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'density')
UNION ALL SELECT 'scan_clusters', count(*) FROM scan_cluster
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'scan')
UNION ALL SELECT 'near_repeat', count(*) FROM near_repeat_zone
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'near-repeat')
UNION ALL SELECT 'near_repeat_table', count(*) FROM near_repeat_cell
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'near-repeat')
UNION ALL SELECT 'aoristic_hours', count(*) FROM aoristic_hour
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'near-repeat')
UNION ALL SELECT 'grid_faults', count(*) FROM grid_fault
UNION ALL SELECT 'data_quality', count(*) FROM grid_quality
UNION ALL SELECT 'safety_index', count(*) FROM unit_score
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'safety-index')
UNION ALL SELECT 'safety_index_contributions', count(*) FROM unit_score_part
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'safety-index')
UNION ALL SELECT 'unpaid_eligible', count(*) FROM unpaid_unit
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'eligibility')
UNION ALL SELECT 'scheme_usage', count(*) FROM scheme_use
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'eligibility')
UNION ALL SELECT 'eligibility', count(*) FROM eligibility_case
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'eligibility')
UNION ALL SELECT 'scheme_experience', count(*) FROM claim_experience
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'claims')
UNION ALL SELECT 'limit_burn_down', count(*) FROM limit_forecast
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'claims')
UNION ALL SELECT 'coverage_gaps', count(*) FROM coverage_gap
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'coverage-gaps')
UNION ALL SELECT 'coast_gaps', count(*) FROM coast_gap
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'coverage-gaps')
UNION ALL SELECT 'subsidy', count(*) FROM subsidy_zone
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'coverage-gaps')
UNION ALL SELECT 'exposure', count(*) FROM exposure_unit
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'exposure')
UNION ALL SELECT 'exposure_events', count(*) FROM exposure_event
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'exposure')
UNION ALL SELECT 'basis_risk', count(*) FROM basis_segment
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'exposure')
UNION ALL SELECT 'record_scoreboard', count(*) FROM unit_standing
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'records')
UNION ALL SELECT 'record_months', count(*) FROM unit_standing_month
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'records')
UNION ALL SELECT 'records', count(*) FROM unit_record
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'records')
UNION ALL SELECT 'record_evidence', count(*) FROM unit_record_evidence
  WHERE run IN (SELECT run FROM current_run WHERE kind = 'records')
