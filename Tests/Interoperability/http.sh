#!/bin/sh
# Asks a service over a demo's store with programs from PyPI: GDAL 3.12, owslib, a decoder of tiles;
# then with a fuzzer, and with schemathesis by the service's own definition.
#
#     http.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: http.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
python=$(sh "$here/shared/environment.sh")
faults=0
for script in "$here"/clients/*.py; do
  echo "- $(basename "$script")"
  "$python" "$script" "$1" || faults=$((faults + 1))
done
[ "$faults" -eq 0 ]
