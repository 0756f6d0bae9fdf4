INSERT INTO cluster_member (run, incident, cluster, core, probability)
VALUES ($1, $2, $3, $4, $5)
