COPY incident_key (id, source, source_id, day) FROM STDIN (FORMAT binary)
