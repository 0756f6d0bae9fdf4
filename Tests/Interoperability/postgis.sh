#!/bin/sh
# Copies the demo's store to a PostgreSQL server, and opens it there with GDAL and QGIS as somebody
# who may only read.
#
#     postgis.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: postgis.sh OUTDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
anlan=$here/../../.build/release/anlan
out=$(cd "$1" && pwd)
scratch=$(mktemp -d)
# The server runs as nobody, who must come through to its folder.
chmod 711 "$scratch"
folder=$scratch/server
trap 'rm -rf "$scratch"' EXIT
root=$(sh "$here/../Benchmarks/peers/postgis_server.sh" start "$folder") || {
  status=$?
  [ "$status" -eq 77 ] && { echo "postgis.sh: no PostgreSQL with PostGIS here, skipped"; exit 0; }
  exit "$status"
}
trap 'sh "$here/../Benchmarks/peers/postgis_server.sh" stop "$folder"; rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8
faults=0
fault() {
  echo "FAIL $*"
  faults=$((faults + 1))
}

psql -X -q "$root/postgres" -c "create database xiapu"
"$anlan" copy --store "$out/xiapu/xiapu.sqlite" --to "$root/xiapu" --quiet
psql -X -q "$root/xiapu" -c "create role eye login in role anlan_reader"
url=$(echo "$root" | sed 's,//anlan@,//eye@,')/xiapu

# GDAL sees each layer that has a style, with as many features as in the file.
for layer in $(psql -X -q -A -t "$url" \
  -c "select distinct f_table_name from layer_styles where useasdefault order by 1"); do
  theirs=$(ogrinfo -ro -so "$url" "$layer" 2>"$scratch/errors" |
    sed -n 's/^Feature Count: //p')
  ours=$(ogrinfo -ro -so -oo LIST_ALL_TABLES=YES "$out/xiapu/xiapu.sqlite" "$layer" 2>/dev/null |
    sed -n 's/^Feature Count: //p')
  [ -n "$theirs" ] && [ "$theirs" = "$ours" ] && [ ! -s "$scratch/errors" ] ||
    fault "GDAL: $layer has ${theirs:-no} features, not $ours: $(head -n 1 "$scratch/errors")"
done
# Its features are the file's, byte for byte as GDAL writes them: places and the first columns. The
# key is a column of a view on a server, and none in a file.
first_columns="
import csv, sys
for row in csv.DictReader(sys.stdin):
    print([value for name, value in row.items() if name != 'fid'][:4])
"
for layer in hotspots incidents coast_gaps; do
  for store in "$url" "$out/xiapu/xiapu.sqlite"; do
    ogr2ogr -f CSV /vsistdout/ "$store" "$layer" -lco GEOMETRY=AS_WKT -oo LIST_ALL_TABLES=YES \
      2>/dev/null | python3 -c "$first_columns" | sort >"$scratch/$(basename "$store").csv"
  done
  [ -s "$scratch/xiapu.csv" ] && cmp -s "$scratch/xiapu.csv" "$scratch/xiapu.sqlite.csv" ||
    fault "GDAL: $layer differs between the server and the file"
done
# Who may only read does not write.
if ogrinfo "$url" -sql "delete from incident" >/dev/null 2>"$scratch/errors" &&
  [ ! -s "$scratch/errors" ]; then
  fault "GDAL: a reader deleted incidents"
fi
[ "$faults" -ne 0 ] || echo "ok   GDAL: every layer on the server"

empty=$(sed 's/#.*//' "$here/may_be_empty.txt" |
  awk '$1 == "xiapu" || $1 == "*" { printf "--empty %s ", $2 }')
(cd "$scratch" && "$anlan" project --store "$url" --quiet)
# Layer names have no spaces, so the list may be split.
# shellcheck disable=SC2086
/usr/bin/python3 "$here/qgis_server.py" $empty "$url" "$scratch/xiapu.qgz" \
  "$out/clients/server" || faults=$((faults + 1))
[ "$faults" -eq 0 ]
