#!/bin/sh
# csv_to_spatialite.sh CSV SQLITE: ogr2ogr with a spatial index, its start included; prints seconds.
command -v ogr2ogr >/dev/null || exit 77
rm -f "$2"
start=$(date +%s.%N)
ogr2ogr -f SQLite "$2" "$1" -dsco SPATIALITE=YES -lco SPATIAL_INDEX=YES -gt 65536 \
  --config OGR_SQLITE_SYNCHRONOUS OFF -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat \
  -oo KEEP_GEOM_COLUMNS=NO -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326 >/dev/null 2>&1 || exit 1
end=$(date +%s.%N)
version=$(ogr2ogr --version | cut -d , -f 1)
printf '%s\t%s\n' "$version" "$(echo "$start $end" | awk '{ print $2 - $1 }')"
