#!/bin/sh
# Opens every store, GeoJSON, CSV and Shapefile under a folder with GDAL, read-only.
#
#     gdal.sh OUTDIR
#
# A file is at fault if GDAL warns, finds no layer or no feature (but for may_be_empty.txt), if
# GeoJSON is not WGS 84 in degrees, or a Shapefile has no .cpg beside it. Prints a line for each
# file; exits 1 if there is a fault.
# In a store only layers that people see (those with a style) must have features.
set -u

[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: gdal.sh OUTDIR" >&2; exit 2; }
command -v ogrinfo >/dev/null || { echo "gdal.sh: there is no ogrinfo (gdal-bin)" >&2; exit 2; }
here=$(dirname "$0")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
# Warnings are in the language of the person otherwise; no file beside the data is wanted.
export LC_ALL=C.UTF-8 CPL_DEBUG=OFF GDAL_PAM_ENABLED=NO

# may_be_empty SET LAYER
may_be_empty() {
  sed 's/#.*//' "$here/may_be_empty.txt" |
    awk -v set="$1" -v layer="$2" \
      '($1 == set || $1 == "*") && $2 == layer { found = 1 } END { exit !found }'
}

# The layers that have a style, a line each.
seen_layers() {
  sqlite3 -readonly "$1" \
    "SELECT DISTINCT f_table_name FROM layer_styles WHERE useAsDefault ORDER BY 1"
}

# "LAYER<tab>COUNT<tab>FAULT" for each layer of ogrinfo's report; the fault is empty if none.
layers() {
  awk -v geojson="$1" '
    function finish() { if (name != "") print name "\t" count "\t" fault; fault = "" }
    # The system stands on the line after this one, in WKT.
    /^Layer SRS WKT:/ { system_next = 1; next }
    system_next {
      system_next = 0
      if (geojson && $0 !~ /^GEOGCRS\["WGS 84( \(CRS84\))?",/) fault = "is not WGS 84: " $0
    }
    /^Layer name: / { finish(); name = substr($0, 13); count = "" }
    /^Feature Count: / { count = $3 }
    # Extent: (west, south) - (east, north). Metres declare themselves by their size.
    /^Extent: / && geojson {
      gsub(/[(),]/, " ")
      if ($2 < -180 || $5 > 180 || $3 < -90 || $6 > 90) fault = "is not in degrees: " $0
    }
    END { finish() }'
}

files=0
faults=0
# Names with a newline are not ours; spaces and Chinese are.
find "$1" -type d -name clients -prune -o -type f \
  \( -name '*.sqlite' -o -name '*.geojson' -o -name '*.csv' -o -name '*.shp' \) -print |
  sort >"$scratch/files"
while IFS= read -r file; do
  files=$((files + 1))
  # The set is the folder right under OUTDIR: xiapu of out/xiapu/layers/grids.geojson.
  set_name=${file#"${1%/}"/}
  set_name=${set_name%%/*}
  found=
  status=0
  # Of a store also the layers without a geometry.
  case $file in *.sqlite) all="-oo LIST_ALL_TABLES=YES" ;; *) all= ;; esac
  # shellcheck disable=SC2086
  ogrinfo -ro -al -so $all "$file" >"$scratch/report" 2>"$scratch/errors" </dev/null || status=$?
  [ "$status" -eq 0 ] || found="$found; ogrinfo ended with $status"
  # "FAILURE:" has its words on the next line.
  warning=$(cat "$scratch/errors" "$scratch/report" |
    grep -E -m 1 -A 1 '^(Warning|ERROR|FAILURE)' | head -n 2 | tr '\n' ' ')
  [ -z "$warning" ] || found="$found; $warning"

  case $file in *.geojson) geojson=1 ;; *) geojson= ;; esac
  case $file in *.shp) [ -f "${file%.shp}.cpg" ] || found="$found; there is no .cpg" ;; esac
  layers "$geojson" <"$scratch/report" >"$scratch/layers"
  # Layers that must have features: the file's one, or those of the store that have a style.
  case $file in
    *.sqlite)
      if ! seen_layers "$file" >"$scratch/expected" 2>"$scratch/errors"; then
        found="$found; no list of layers: $(head -n 1 "$scratch/errors")"
      fi
      [ -s "$scratch/expected" ] || found="$found; no layer has a style" ;;
    *) basename "${file%.*}" >"$scratch/expected" ;;
  esac
  while IFS= read -r layer; do
    # GeoJSON may name its layer otherwise than its file; there is one.
    case $file in
      *.sqlite)
        count=$(awk -F '\t' -v layer="$layer" '$1 == layer { print $2 }' "$scratch/layers") ;;
      *) count=$(awk -F '\t' 'NR == 1 { print $2 }' "$scratch/layers") ;;
    esac
    if [ -z "$count" ]; then
      found="$found; $layer is not seen"
    elif [ "$count" -le 0 ] && ! may_be_empty "$set_name" "$layer"; then
      found="$found; $layer has no features"
    fi
  done <"$scratch/expected"
  found=$found$(awk -F '\t' '$3 != "" { printf "; %s %s", $1, $3 }' "$scratch/layers")

  if [ -z "$found" ]; then
    awk -F '\t' -v file="$file" '{ layers++; features += $2 }
      END { printf "ok   %s: %d layers, %d features\n", file, layers, features }' "$scratch/layers"
  else
    faults=$((faults + 1))
    echo "FAIL $file: ${found#; }"
  fi
done <"$scratch/files"

[ "$files" -gt 0 ] || { echo "FAIL $1: there is no store, .geojson, .csv or .shp"; exit 1; }
echo "$files files, $faults with faults"
[ "$faults" -eq 0 ]
