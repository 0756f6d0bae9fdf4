#!/bin/sh
# Brings what requirements.txt names into an environment beside the build, once, and prints its
# Python's path.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
environment=$here/../../../.build/clients
if ! cmp -s "$here/requirements.txt" "$environment/requirements.txt"; then
  rm -rf "$environment"
  /usr/bin/python3 -m venv "$environment" >&2
  "$environment/bin/pip" install --quiet --disable-pip-version-check \
    -r "$here/requirements.txt" >&2
  cp "$here/requirements.txt" "$environment/requirements.txt"
fi
echo "$environment/bin/python"
