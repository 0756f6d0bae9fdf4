#!/bin/sh
# Asks a service over a demo's store with GDAL's OGC API client, and holds the answers against the
# store itself.
#
#     service.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: service.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
anlan=$here/../../.build/release/anlan
store=$1/xiapu/xiapu.sqlite
scratch=$(mktemp -d)
: >"$scratch/says"
"$anlan" serve --store "$store" --port 0 2>"$scratch/says" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
base=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  base=$(sed -n 's,^\(http://[^/]*\)/$,\1,p' "$scratch/says")
  [ -n "$base" ] && break
  sleep 0.5
done
[ -n "$base" ] || { echo "service.sh: the service did not start" >&2; cat "$scratch/says" >&2; exit 1; }

faults=0
for layer in grids hotspots villages coastline; do
  ogr2ogr -f GeoJSON "$scratch/$layer.geojson" "OAPIF:$base/collections/$layer" \
    -oo PAGE_SIZE=1000 2>"$scratch/errors" || true
  found=$(grep -c '"type": "Feature",' "$scratch/$layer.geojson" 2>/dev/null || echo 0)
  wanted=$(grep -c '"type":"Feature"' "$1/xiapu/layers/$layer.geojson" || echo 0)
  if [ "$found" = "$wanted" ] && [ ! -s "$scratch/errors" ]; then
    echo "$layer: $found features over HTTP, well"
  else
    echo "$layer: $found features over HTTP, not $wanted"
    cat "$scratch/errors"
    faults=$((faults + 1))
  fi
done
kill "$server"
wait "$server" || true
exit "$faults"
