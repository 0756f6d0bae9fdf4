#!/bin/sh
# Reads a demo's tiles with other people's readers: pmtiles, mapbox_vector_tile and GDAL 3.12, all
# from PyPI, in an environment of their own beside the build.
#
#     tiles.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: tiles.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
python=$(sh "$here/shared/environment.sh")
exec "$python" "$here/tiles/read_tiles.py" "$1"
