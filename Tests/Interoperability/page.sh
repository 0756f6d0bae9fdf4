#!/bin/sh
# Lets Chromium do a planner's tasks on the map page of a service over a demo's store.
#
#     page.sh OUTDIR
set -eu

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: page.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
python=$(sh "$here/shared/environment.sh")
exec "$python" "$here/page/tasks.py" "$1"
