-- The shard's own staging tables stand in the place of temporary ones.
SELECT set_config('search_path', 'anlan_stage, ' || current_schema(), true);
TRUNCATE incident_stage, incident_step_stage, incident_merge, incident_met
