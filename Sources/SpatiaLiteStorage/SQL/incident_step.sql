CREATE TABLE incident_step (incident, status, at, day)
