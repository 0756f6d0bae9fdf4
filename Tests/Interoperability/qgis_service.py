"""Opens a service over a demo's store with QGIS itself: features, and vector tiles.

    qgis_service.py OUTDIR

The pictures go to OUTDIR/clients. Exits 1 if a count is not the store's or a picture not in its
colours.
"""

import json
import os
import pathlib
import sqlite3
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here / "shared"))

from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsFillSymbol,
    QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer,
    QgsVectorTileBasicRenderer, QgsVectorTileBasicRendererStyle, QgsVectorTileLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402
from service import Trials, serving  # noqa: E402

box = QgsRectangle(119.95, 26.85, 120.05, 26.95)


class Desktop:
    def __init__(self, base, store, pictures):
        self.base, self.pictures = base, pictures
        self.store = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        ramps = json.loads((here.parents[1] / "styles/ramps.json").read_text("utf-8"))["layers"]
        self.fills = {c["value"]: c["fill"] for c in ramps["hotspots"]["classes"]}

    def features(self, name):
        layer = QgsVectorLayer(
            f" url='{self.base}' typename='{name}' restrictToRequestBBOX='1'", name, "OAPIF")
        assert layer.isValid(), f"{name} is no layer to QGIS: {layer.error().message()}"
        return layer

    def every_feature_comes(self):
        found = {}
        for name in ("grids", "hotspots", "villages", "coastline", "incidents"):
            keys = [f["code"] if name == "grids" else f.id() for f in self.features(name).getFeatures()]
            assert len(set(keys)) == len(keys), f"{name}: one came twice"
            found[name] = len(keys)
        for name in ("grids", "hotspots", "villages", "coastline"):
            truth = self.store.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            assert found[name] == truth, (name, found[name], truth)
        thefts = self.store.execute("SELECT count(*) FROM incident WHERE category = 'theft'").fetchone()[0]
        got = sum(f["category"] == "theft" for f in self.features("incidents").getFeatures())
        assert got == thefts and found["incidents"] > 10_000, (got, thefts)
        return f"{found}"

    def a_box_gives_what_lies_in_it(self):
        layer = self.features("incidents")
        count = sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterRect(box)))
        truth = sum(
            box.contains(f.geometry().asPoint())
            for f in self.features("incidents").getFeatures() if f.hasGeometry())
        assert count == truth > 0, (count, truth)
        return f"{count} incidents"

    def values_are_the_stores(self):
        truth = dict(self.store.execute("SELECT unit, z FROM hotspots WHERE z IS NOT NULL"))
        found = {f["unit"]: f["z"] for f in self.features("hotspots").getFeatures() if f["z"]}
        assert found.keys() == truth.keys()
        assert all(abs(found[u] - truth[u]) < 1e-9 for u in truth)
        return f"{len(found)} scores"

    def vector_tiles_have_their_colours(self):
        address = f"{self.base}/collections/hotspots/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
        layer = QgsVectorTileLayer(f"type=xyz&url={address}&zmin=0&zmax=14", "hotspots")
        assert layer.isValid()
        styles = []
        for value, fill in self.fills.items():
            style = QgsVectorTileBasicRendererStyle(value, "hotspots", QgsWkbTypes.PolygonGeometry)
            style.setFilterExpression(f"\"class\" = '{value}'")
            style.setSymbol(QgsFillSymbol.createSimple({"color": fill, "outline_style": "no"}))
            style.setEnabled(True)
            styles.append(style)
        renderer = QgsVectorTileBasicRenderer()
        renderer.setStyles(styles)
        layer.setRenderer(renderer)
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setOutputSize(QSize(700, 700))
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        settings.setBackgroundColor(QColor("black"))
        settings.setExtent(QgsRectangle(13_328_000, 3_055_000, 13_408_000, 3_135_000))
        job = QgsMapRendererParallelJob(settings)
        loop = QEventLoop()
        job.finished.connect(loop.quit)
        job.start()
        loop.exec_()
        assert not job.errors(), [e.message for e in job.errors()]
        image = job.renderedImage()
        image.save(str(self.pictures / "service-tiles.png"))
        seen = {}
        for x in range(0, 700, 2):
            for y in range(0, 700, 2):
                name = image.pixelColor(x, y).name()
                seen[name] = seen.get(name, 0) + 1
        classes = {r[0] for r in self.store.execute("SELECT DISTINCT class FROM hotspots")}
        missing = [c for c in classes if seen.get(self.fills[c], 0) < 20]
        assert not missing, f"{missing} are not drawn"
        return f"{len(classes)} classes"


def main(out):
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    pictures = pathlib.Path(out).resolve() / "clients"
    pictures.mkdir(exist_ok=True)
    store = pathlib.Path(out).resolve() / "xiapu/xiapu.sqlite"
    trials = Trials()
    with serving(store) as (base, _):
        desktop = Desktop(base, store, pictures)
        for trial in (desktop.every_feature_comes, desktop.a_box_gives_what_lies_in_it,
                      desktop.values_are_the_stores, desktop.vector_tiles_have_their_colours):
            trials.run(trial.__name__.replace("_", " "), trial)
    status = trials.end()
    sys.stdout.flush()
    # QGIS 3.22 crashes on its way out.
    os._exit(status)


main(sys.argv[1])
