#!/bin/sh
# Reads a demo's tiles with other people's readers: pmtiles, mapbox_vector_tile and GDAL 3.12, all
# from PyPI, in an environment of their own beside the build.
#
#     tiles.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: tiles.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
environment=$here/../../.build/clients
wanted="mapbox-vector-tile==2.2.0 pmtiles==3.8.1 pyogrio==0.13.0"
if [ "$(cat "$environment/wanted" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$environment"
  /usr/bin/python3 -m venv "$environment"
  # shellcheck disable=SC2086
  "$environment/bin/pip" install --quiet --disable-pip-version-check $wanted
  echo "$wanted" >"$environment/wanted"
fi
"$environment/bin/python" "$here/tiles/read_tiles.py" "$1"
