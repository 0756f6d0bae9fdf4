INSERT INTO aoristic_hour (run, weekday, hour, weight) VALUES ($1, $2, $3, $4)
