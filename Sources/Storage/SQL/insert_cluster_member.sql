INSERT INTO cluster_member (run, incident, cluster, core) VALUES ($1, $2, $3, $4)
