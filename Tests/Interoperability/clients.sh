#!/bin/sh
# Shows a demo's output to each program that we have a trial for.
#
#     clients.sh OUTDIR
#
# qgis_store.py is asked about each store, and qgis_server.py by postgis.sh; any other NAME.py or
# NAME.sh here is called with OUTDIR.
# What they draw goes to OUTDIR/clients. Exits 1 if one of them does.
set -u

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: clients.sh OUTDIR" >&2; exit 2; }
out=${1%/}
here=$(dirname "$0")
# Debian's own interpreter: the QGIS module belongs to it, not to one found first on the PATH.
python=/usr/bin/python3
trials=0
faults=0

trial() {
  trials=$((trials + 1))
  echo "-- $1"
  shift
  "$@" </dev/null || faults=$((faults + 1))
}

for store in "$out"/*/*.sqlite; do
  [ -f "$store" ] || continue
  set_name=$(basename "$(dirname "$store")")
  set -- "$store"
  project=${store%.sqlite}.qgz
  [ -f "$project" ] && set -- "$store" "$project"
  # Layer names have no spaces, so the list may be split.
  for layer in $(sed 's/#.*//' "$here/may_be_empty.txt" |
    awk -v set="$set_name" '$1 == set || $1 == "*" { print $2 }'); do
    set -- --empty "$layer" "$@"
  done
  trial "QGIS $store" "$python" "$here/qgis_store.py" "$@" "$out/clients/$set_name"
done

for script in "$here"/*.py "$here"/*.sh; do
  case $script in
    */qgis_store.py | */qgis_server.py | */clients.sh) ;;
    *.py) trial "$(basename "$script")" "$python" "$script" "$out" ;;
    *.sh) trial "$(basename "$script")" sh "$script" "$out" ;;
  esac
done

echo "$trials trials, $faults failed"
[ "$trials" -gt 0 ] && [ "$faults" -eq 0 ]
