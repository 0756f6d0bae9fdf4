"""Asks a service with GDAL 3.12 (pyogrio), owslib and a decoder of tiles; the store tells what is true.

    read_service.py OUTDIR
"""

import gzip
import json
import math
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))

import mapbox_vector_tile  # noqa: E402
import pyogrio  # noqa: E402
from facts import Facts  # noqa: E402
from owslib.ogcapi.features import Features  # noqa: E402
from service import Trials, serving  # noqa: E402

box = (119.95, 26.85, 120.05, 26.95)


class Readers:
    def __init__(self, base, store):
        self.base = base
        self.facts = Facts(store)
        self.store = self.facts.file

    def truth(self, sql, *values):
        return self.store.execute(sql, values).fetchone()[0]

    def read(self, layer, **options):
        """The columns of a collection by name, read page by page."""
        meta, keys, shapes, columns = pyogrio.raw.read(
            f"OAPIF:{self.base}/collections/{layer}", layer=layer, PAGE_SIZE=1000, return_fids=True,
            **options)
        assert len(set(keys)) == len(keys), f"{layer}: a feature came twice"
        return dict(zip(meta["fields"], columns)), len(keys), meta

    # Trials.

    def gdal_reads_all_of_a_layer(self):
        """More than one page of it."""
        columns, count, meta = self.read("incidents")
        points = {r[0] for r in self.store.execute("SELECT source_id FROM incident")}
        told = self.facts.told()
        assert count == told > 10_000 and set(columns["id"]) <= points, (count, told)
        thefts = self.truth("SELECT count(*) FROM incident WHERE category = 'theft'")
        assert list(columns["category"]).count("theft") == thefts
        assert "CRS84" in meta["crs"], meta["crs"]
        return f"{count} incidents, {thefts} of them thefts"

    def gdal_asks_by_box(self):
        _, count, _ = self.read("incidents", bbox=box)
        inside = self.by_hand("incidents")
        assert count == inside > 0, (count, inside)
        return f"{count} in a box"

    def by_hand(self, layer):
        """How many points lie in the box, of all that there are."""
        with urllib.request.urlopen(f"{self.base}/collections/{layer}/items?f=geojsonl&limit=10000") as answer:
            lines, link = answer.read().splitlines(), answer.headers.get("Link")
        while link and 'rel="next"' in link:
            with urllib.request.urlopen(link.split(">")[0].lstrip("<")) as answer:
                lines += answer.read().splitlines()
                link = answer.headers.get("Link")
        shapes = [json.loads(line)["geometry"] for line in lines]
        return sum(
            box[0] <= s["coordinates"][0] <= box[2] and box[1] <= s["coordinates"][1] <= box[3]
            for s in shapes if s)

    def gdal_hands_its_filter_to_the_service(self):
        columns, count, _ = self.read("hotspots", where="class = 'hot_99'")
        truth = self.truth("SELECT count(*) FROM hotspots WHERE class = 'hot_99'")
        assert count == truth > 0 and set(columns["class"]) == {"hot_99"}, (count, truth)
        columns, count, _ = self.read("incidents", where="category = 'theft' AND severity >= 3")
        truth = self.truth("SELECT count(*) FROM incident WHERE category = 'theft' AND severity >= 3")
        assert count == truth, (count, truth)
        return f"{count} severe thefts"

    def gdal_reads_the_areas(self):
        for layer in ("grids", "villages", "aquaculture_zones", "coastline", "safety_index"):
            _, count, _ = self.read(layer)
            truth = self.truth(f"SELECT count(*) FROM {layer}")
            assert count == truth, (layer, count, truth)

    def gdal_reads_a_tile(self):
        x, y = self.column(12, box[0] + 0.05), self.row(12, box[1] + 0.02)
        packed = self.tile("grids", 12, x, y)
        with open(self.folder / "tile.mvt", "wb") as file:
            file.write(packed)
        meta, _, _, columns = pyogrio.raw.read(
            self.folder / "tile.mvt", layer="grids", X=x, Y=y, Z=12, CLIP="NO")
        codes = set(columns[list(meta["fields"]).index("code")])
        known = {r[0] for r in self.store.execute("SELECT code FROM grids")}
        assert codes and codes <= known, codes - known
        decoded = mapbox_vector_tile.decode(packed)["grids"]["features"]
        assert codes == {f["properties"]["code"] for f in decoded}, codes ^ {f["properties"]["code"] for f in decoded}
        return f"{len(codes)} grids on a tile"

    def the_tiles_of_a_zoom_hold_every_event(self):
        """The points of a zoom add up, what stands over a tile's edge apart."""
        # Some are known by their village alone and have no point.
        total = self.facts.points()
        for zoom in (6, 9, 11):
            found = 0
            for x in range(self.column(zoom, 119.6), self.column(zoom, 120.7) + 1):
                for y in range(self.row(zoom, 27.3), self.row(zoom, 26.2) + 1):
                    layer = mapbox_vector_tile.decode(self.tile("incidents", zoom, x, y)).get("incidents")
                    for feature in layer["features"] if layer else []:
                        u, v = feature["geometry"]["coordinates"]
                        if 0 <= u < layer["extent"] and 0 < v <= layer["extent"]:
                            found += feature["properties"].get("n", 1)
            assert found == total, (zoom, found, total)
        return f"{total} at three zooms"

    def owslib_finds_its_way(self):
        w = Features(self.base)
        assert "hotspots" in w.feature_collections() and len(w.conformance()["conformsTo"]) > 15
        found = w.collection_items("hotspots", limit=3, bbox=list(box))
        assert len(found["features"]) == 3 and found["numberMatched"] > 3
        truth = self.truth("SELECT count(*) FROM hotspots WHERE class = 'hot_95'")
        found = w.collection_items("hotspots", limit=1, filter="class = 'hot_95'")
        assert found["numberMatched"] == truth, (found["numberMatched"], truth)
        assert "class" in w.collection_queryables("hotspots")["properties"]
        one = w.collection_item("grids", "1")
        assert one["id"] == 1 and one["geometry"]["type"] == "MultiPolygon"
        assert "/collections/incidents/items" in w.api()["paths"]
        return f"{truth} grids at 95 %"

    # Parts.

    @staticmethod
    def column(zoom, longitude):
        return int((longitude + 180) / 360 * 2 ** zoom)

    @staticmethod
    def row(zoom, latitude):
        return int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2 ** zoom)

    def tile(self, layer, zoom, x, y):
        with urllib.request.urlopen(
            f"{self.base}/collections/{layer}/tiles/WebMercatorQuad/{zoom}/{y}/{x}") as answer:
            data = answer.read()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def main(out):
    trials = Trials()
    store = pathlib.Path(out).resolve() / "xiapu/xiapu.sqlite"
    with serving(store) as (base, _):
        readers = Readers(base, store)
        readers.folder = pathlib.Path(out).resolve() / "clients"
        readers.folder.mkdir(exist_ok=True)
        for name in dir(readers):
            if name.startswith(("gdal_", "owslib_", "the_")):
                trials.run(name.replace("_", " "), getattr(readers, name))
    sys.exit(trials.end())


main(sys.argv[1])
