"""Draws the MBTiles of a demo with QGIS, and looks whether anything is drawn.

    qgis_tiles.py OUTDIR

The pictures go to OUTDIR/clients. Exits 1 if a file is no layer or its picture is empty.
"""

import glob
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorTileBasicRenderer,
    QgsVectorTileBasicRendererStyle,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QEventLoop, QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402


def draw(path, picture):
    """The share of the picture that is drawn on; None if QGIS does not take the file."""
    layer = QgsVectorTileLayer(f"type=mbtiles&url={path}", "tiles")
    if not layer.isValid():
        return None
    style = QgsVectorTileBasicRendererStyle("all", "", QgsWkbTypes.PolygonGeometry)
    style.setSymbol(QgsFillSymbol.createSimple({"color": "red", "outline_color": "black"}))
    style.setEnabled(True)
    renderer = QgsVectorTileBasicRenderer()
    renderer.setStyles([style])
    layer.setRenderer(renderer)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(600, 600))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(layer.extent())
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec_()
    image = job.renderedImage()
    os.makedirs(os.path.dirname(picture), exist_ok=True)
    image.save(picture)
    white = QColor("white").rgb()
    steps = range(0, 600, 3)
    drawn = sum(image.pixel(x, y) != white for x in steps for y in steps)
    return drawn / len(steps) ** 2


def main(out):
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    files = sorted(glob.glob(f"{out}/*/tiles/*.mbtiles"))
    failed = 0
    for path in files:
        name = path[len(out) :].strip("/").replace("/", "-")
        share = draw(os.path.abspath(path), f"{out}/clients/{name}.png")
        if share is None or share < 0.01:
            failed += 1
        print(path, "is no layer to QGIS" if share is None else f"{share:.0%} of it drawn")
    sys.stdout.flush()
    # QGIS 3.22 crashes on its way out.
    os._exit(1 if failed or not files else 0)


main(sys.argv[1])
