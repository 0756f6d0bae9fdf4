COPY incident_status (incident, status, at, day) FROM STDIN (FORMAT binary)
