INSERT INTO posted_import (access_key, name, digest, status, report, posted)
VALUES ($1, $2, $3, $4, $5, $6)
