# Runs a prepared statement again and again: psql_statement.sh URL STATEMENT TYPES VALUES ROUNDS.
# The time of one round, psql's own writing of the rows included.
command -v psql >/dev/null || exit 77
{
  echo "SET plan_cache_mode = force_custom_plan; SET jit = off;"
  echo "PREPARE asked($3) AS $2;"
  echo "EXECUTE asked($4);"
  echo "SELECT 'begin ' || extract(epoch FROM clock_timestamp());"
  i=0
  while [ $i -lt "$5" ]; do echo "EXECUTE asked($4);"; i=$((i + 1)); done
  echo "SELECT 'end ' || extract(epoch FROM clock_timestamp());"
} | psql -X -q -A -t -v ON_ERROR_STOP=1 "$1" |
  awk -v rounds="$5" '/^begin /{b=$2} /^end /{e=$2} END {printf "psql\t%.6f\n", (e-b)/rounds}'
