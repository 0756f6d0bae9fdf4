INSERT INTO same_event_suggestion (first, second, distance_m, gap_s, import)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
