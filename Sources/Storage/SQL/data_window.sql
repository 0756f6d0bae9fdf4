SELECT min(day), max(day), max(coalesce(reported_day, day)), count(*), max(synthetic)
FROM incident
