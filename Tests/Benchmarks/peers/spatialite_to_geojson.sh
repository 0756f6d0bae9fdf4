#!/bin/sh
# spatialite_to_geojson.sh SQLITE GEOJSON: ogr2ogr, its start included; prints seconds.
command -v ogr2ogr >/dev/null || exit 77
rm -f "$2"
start=$(date +%s.%N)
ogr2ogr -f GeoJSON -lco RFC7946=YES "$2" "$1" >/dev/null 2>&1 || exit 1
end=$(date +%s.%N)
version=$(ogr2ogr --version | cut -d , -f 1)
printf '%s\t%s\n' "$version" "$(echo "$start $end" | awk '{ print $2 - $1 }')"
