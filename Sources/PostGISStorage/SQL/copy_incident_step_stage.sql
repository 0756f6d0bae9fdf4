COPY incident_step_stage (n, status, at, day) FROM STDIN (FORMAT binary)
