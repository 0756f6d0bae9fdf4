"""Holds the tiles of a demo against its GeoJSON.

    read_tiles.py OUTDIR

At every zoom the points add up to the features that have a place, by category too, and no surface
is missing. GDAL finds the same layers and the deepest zoom's features. Prints a line for each file;
exits 1 if there is a fault.
"""

import collections
import glob
import gzip
import json
import os
import sqlite3
import sys

import mapbox_vector_tile
import pyogrio
from pmtiles.reader import MmapSource, Reader, all_tiles


def tiles_of(path):
    """Zoom and decoded tile, and what the file says of its layers."""
    if path.endswith(".mbtiles"):
        file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        told = dict(file.execute("SELECT name, value FROM metadata"))
        rows = file.execute("SELECT zoom_level, tile_data FROM tiles").fetchall()
        zooms = int(told["minzoom"]), int(told["maxzoom"])
        layers = json.loads(told["json"])["vector_layers"]
    else:
        with open(path, "rb") as file:
            reader = Reader(MmapSource(file))
            header = reader.header()
            rows = [(zxy[0], data) for zxy, data in all_tiles(reader.get_bytes)]
            zooms = header["min_zoom"], header["max_zoom"]
            layers = reader.metadata()["vector_layers"]
    decoded = [(zoom, mapbox_vector_tile.decode(gzip.decompress(data))) for zoom, data in rows]
    return zooms, layers, decoded


def faults_of(path):
    name = os.path.splitext(os.path.basename(path))[0]
    with open(f"{os.path.dirname(path)}/../layers/{name}.geojson", encoding="utf-8") as file:
        features = [f for f in json.load(file)["features"] if f["geometry"] is not None]
    zooms, layers, decoded = tiles_of(path)
    names = {layer["id"]: set(layer["fields"]) for layer in layers}
    is_points = bool(features) and features[0]["geometry"]["type"] == "Point"
    wanted = len(features)
    kind = next((k for k in ("category", "kind", "class") if k in names[name]), None)
    kinds = collections.Counter(
        f["properties"].get(kind) for f in features if f["properties"].get(kind)
    )
    sums = collections.defaultdict(int)
    counted = collections.defaultdict(collections.Counter)
    members = collections.defaultdict(dict)
    for zoom, tile in decoded:
        for layer, content in tile.items():
            if layer not in names:
                yield f"a tile has a layer {layer} that the file does not list"
            for feature in content["features"]:
                told = feature["properties"]
                unknown = set(told) - names.get(layer, set())
                if unknown:
                    yield f"zoom {zoom}: {layer} has {unknown}, which the file does not list"
                if layer != name:
                    continue
                if is_points:
                    sums[zoom] += told["n"]
                    for key, count in told.items():
                        if key.startswith("n_"):
                            counted[zoom][key[2:]] += count
                    if told["n"] == 1 and kind in told:
                        counted[zoom][told[kind]] += 1
                else:
                    members[zoom][feature["id"]] = told.get("merged", 1)
    for zoom in range(zooms[0], zooms[1] + 1):
        found = sums[zoom] if is_points else sum(members[zoom].values())
        if found != wanted:
            yield f"zoom {zoom}: {found} features, not {wanted}"
        if is_points and kind and counted[zoom] != kinds:
            yield f"zoom {zoom}: by {kind} {dict(counted[zoom])}, not {dict(kinds)}"
    if decoded:
        seen = {layer[0] for layer in pyogrio.list_layers(path)}
        if not seen or not seen <= set(names):
            yield f"GDAL sees the layers {seen}"
        if is_points and pyogrio.read_info(path, layer=name)["features"] != wanted:
            yield f"GDAL sees {pyogrio.read_info(path, layer=name)['features']} features"


def main(out):
    files = sorted(glob.glob(f"{out}/*/tiles/*.pmtiles") + glob.glob(f"{out}/*/tiles/*.mbtiles"))
    failed = 0
    for path in files:
        faults = list(faults_of(path))
        failed += bool(faults)
        print(path, "; ".join(faults[:5]) or "well")
    print(f"{len(files)} files of tiles, {failed} with faults")
    return 1 if failed or not files else 0


sys.exit(main(sys.argv[1]))
