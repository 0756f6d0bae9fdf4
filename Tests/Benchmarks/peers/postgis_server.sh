# A PostgreSQL server of the benchmark's own: postgis_server.sh start|stop FOLDER. Debian's programs;
# as root it runs as nobody. Prints its URL without a database. 77: there is none here.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/initdb" ] || exit 77
as=
if [ "$(id -u)" -eq 0 ]; then
  as="setpriv --reuid=nobody --regid=nogroup --clear-groups --reset-env"
fi
if [ "$1" = stop ]; then
  $as "$bin/pg_ctl" -s -D "$2/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$2"
  exit 0
fi
mkdir -p "$2" || exit 1
[ -z "$as" ] || chown nobody "$2"
$as "$bin/initdb" -D "$2/data" -U anlan --auth=trust -E UTF8 --locale=C -N >/dev/null || exit 1
$as sh -c "cat >> '$2/data/postgresql.auto.conf'" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$2'
shared_buffers = 512MB
max_wal_size = 4GB
max_prepared_transactions = 20
SETTINGS
$as "$bin/pg_ctl" -s -D "$2/data" -l "$2/log" -w start >/dev/null 2>&1 </dev/null || exit 1
echo "postgresql://anlan@$(echo "$2" | sed 's|/|%2F|g')"
