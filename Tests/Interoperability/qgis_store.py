#!/usr/bin/env python3
"""Opens a store, and a project beside it, with QGIS itself.

    qgis_store.py [--empty LAYER]... STORE.sqlite [PROJECT.qgz] OUTDIR

Needs python3-qgis 3.22 or later. Draws every layer to OUTDIR/LAYER.png and the project to
OUTDIR/project.png. Prints a line for each layer and for each fault; exits 0 if there is none.
--empty names a layer that may have no rows; it may stand several times.

The store must be left as it was found, byte for byte: QGIS writes into one whose statistics are
stale or missing, and cannot open such a one at all where it may not write.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

from qgis.core import (  # noqa: E402
    NULL, Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform,
    QgsDataSourceUri, QgsExpressionContextUtils, QgsFeatureRequest, QgsMapRendererParallelJob,
    QgsMapSettings, QgsProject, QgsRectangle, QgsRenderContext, QgsVectorLayer,
    QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QSize  # noqa: E402

faults = []


def fault(place, message):
    faults.append(f"FAIL {place}: {message}")
    print(faults[-1], flush=True)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def registered(path):
    """(name, geometry column, is a view) of each layer for which the store keeps a style."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(
            """SELECT f_table_name, f_geometry_column,
                 f_table_name IN (SELECT name FROM sqlite_master WHERE type = 'view')
               FROM layer_styles WHERE useAsDefault ORDER BY f_table_name""").fetchall()
    finally:
        connection.close()


def check_header(path):
    # Bytes 18 and 19 of the file: 2 means write-ahead log, which a read-only folder cannot open.
    if path.read_bytes()[18:20] != b"\x01\x01":
        fault(path.name, "is in WAL mode; close it with PRAGMA journal_mode=DELETE")
    for suffix in ("-wal", "-shm", "-journal"):
        if path.with_name(path.name + suffix).exists():
            fault(path.name, f"has a {suffix} beside it")


def classes_of(renderer):
    kind = renderer.type()
    if kind == "categorizedSymbol":
        items = renderer.categories()
        return [item.label() for item in items]
    if kind == "graduatedSymbol":
        return [item.label() for item in renderer.ranges()]
    if kind == "RuleRenderer":
        return [rule.label() for rule in renderer.rootRule().children()]
    return []


def check_classes(layer, name, features):
    """Each value that a feature has is drawn; what is unknown need not be."""
    if not layer.isSpatial():
        return
    renderer = layer.renderer().clone()
    if not hasattr(renderer, "classAttribute"):
        return
    context = QgsRenderContext()
    context.expressionContext().appendScopes(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    renderer.startRender(context, layer.fields())
    stray = set()
    for feature in features:
        context.expressionContext().setFeature(feature)
        value = feature[renderer.classAttribute()]
        if value != NULL and not renderer.willRenderFeature(feature, context):
            stray.add(str(value))
    renderer.stopRender(context)
    if stray:
        fault(name, f"no class for {', '.join(sorted(stray))}")


def check_layer(layer, name, is_view, may_be_empty):
    """All that does not depend on whether a store or a project opened it."""
    if not layer.isValid():
        fault(name, "QGIS cannot open it: " + layer.error().message())
        return
    features = list(layer.getFeatures())
    count = layer.featureCount()
    if count != len(features):
        fault(name, f"says {count} features and gives {len(features)}")
    if not features and not may_be_empty:
        fault(name, "has no feature")
    if len({feature.id() for feature in features}) != len(features):
        fault(name, "two features share a key, so the attribute table loses one")
    if layer.isSpatial() and layer.crs().authid() != "EPSG:4326":
        fault(name, f"is in {layer.crs().authid() or 'no CRS'}")
    check_index(layer, name, features)
    if layer.isSpatial() and (not layer.readOnly() or layer.startEditing()):
        fault(name, "can be edited")
    if is_view and "Change" in layer.dataProvider().capabilitiesString():
        fault(name, "is a view whose provider offers changes")
    check_fields(layer, name)
    check_classes(layer, name, features)
    if not layer.isSpatial():
        print(f"ok   {name}: {len(features)} rows", flush=True)
        return
    renderer = layer.renderer()
    print(
        f"ok   {name}: {len(features)} features, {renderer.type()},"
        f" classes {' | '.join(classes_of(renderer)) or '-'}", flush=True)


def check_index(layer, name, features):
    """A box finds what looking at each feature finds: wrong keys make the index find nothing."""
    boxes = [f.geometry().boundingBox() for f in features if f.hasGeometry()]
    if not boxes:
        return
    extent = QgsRectangle(boxes[0])
    for box in boxes:
        extent.combineExtentWith(box)
    if not layer.extent().buffered(1e-9).contains(extent):
        fault(name, f"has a stale extent: {layer.extent().toString(4)}")
    middle = extent.center()
    box = QgsRectangle(extent.xMinimum(), extent.yMinimum(), middle.x(), middle.y())
    # The R-tree keeps boxes in single precision, rounded outwards: of what lies on the very edge
    # it may find more.
    single = 2e-5
    fewest = sum(1 for each in boxes if each.intersects(box))
    most = sum(1 for each in boxes if each.intersects(box.buffered(single)))
    found = len(list(layer.getFeatures(QgsFeatureRequest().setFilterRect(box))))
    if not fewest <= found <= most:
        fault(name, f"the spatial index finds {found} of {fewest} features")


def check_fields(layer, name):
    hidden = {
        column.name for column in layer.attributeTableConfig().columns() if column.hidden}
    for index, field in enumerate(layer.fields()):
        if field.name() in hidden:
            continue
        if not any(ord(letter) > 0x2E80 for letter in field.alias()):
            fault(name, f"the column “{field.name()}” has no Chinese alias")
        if not layer.editFormConfig().readOnly(index):
            fault(name, f"the form lets “{field.name()}” be edited")


def draw(layers, extent, crs, path):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setOutputSize(QSize(1000, 800))
    settings.setOutputDpi(150)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    for error in job.errors():
        fault(path.stem, error.message)
    if not image.save(str(path)):
        fault(path.stem, f"cannot write {path}")
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    if len(colours) < 2:
        fault(path.stem, "the drawing is blank")


def draw_whole(layer, image_file):
    """All of a layer, with its names, whatever the scale."""
    layer.setScaleBasedVisibility(False)
    if layer.labeling():
        labels = layer.labeling().settings()
        labels.scaleVisibility = False
        layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    draw([layer], layer.extent().buffered(0.002), layer.crs(), image_file)


def check_store(store, out, empty):
    before = digest(store)
    check_header(store)
    layers = registered(store)
    if not layers:
        fault(store.name, "layer_styles has no default style")
    for name, geometry, is_view in layers:
        source = QgsDataSourceUri()
        source.setDatabase(str(store))
        source.setDataSource("", name, geometry or "")
        layer = QgsVectorLayer(source.uri(), name, "spatialite")
        check_layer(layer, name, is_view, name in empty)
        if not layer.isValid() or not layer.isSpatial() or not layer.featureCount():
            continue
        draw_whole(layer, out / f"{name}.png")
    if digest(store) != before:
        fault(store.name, "QGIS wrote into it; refresh its statistics when rows change")


def check_project(project_file, store, out, empty):
    # Moved elsewhere, as a folder on a stick is.
    with tempfile.TemporaryDirectory(prefix="搬家 moved ") as folder:
        moved = pathlib.Path(shutil.copy(project_file, folder))
        shutil.copy(store, folder)
        project = QgsProject.instance()
        if not project.read(str(moved)):
            fault(moved.name, "QGIS cannot open it: " + project.error())
            return
        layers = list(project.mapLayers().values())
        if not layers:
            fault(moved.name, "has no layer")
        views = {name: is_view for name, _, is_view in registered(store)}
        for layer in layers:
            source = QgsDataSourceUri(layer.source())
            table = source.table()
            where = pathlib.Path(source.database())
            if not where.is_relative_to(folder):
                fault(layer.name(), f"opens {where}, not the store beside the project")
            name = f"{moved.name} {table}"
            check_layer(layer, name, views.get(table, False), table in empty)
        if project.filePathStorage() != Qgis.FilePathType.Relative:
            fault(moved.name, "keeps absolute paths")
        view = project.viewSettings().defaultViewExtent()
        if view.isEmpty():
            fault(moved.name, "has no initial extent")
        groups = [group.name() for group in project.layerTreeRoot().findGroups()]
        print(f"ok   {moved.name}: {project.title()}, {project.crs().authid()}, groups {groups}")
        order = [
            node.layer() for node in project.layerTreeRoot().findLayers()
            if node.isVisible() and node.layer().isSpatial()]
        draw(order, view, project.crs(), out / "project.png")
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project)
        boxes = [
            to_map.transformBoundingBox(layer.extent()) for layer in layers
            if layer.isValid() and layer.isSpatial() and not layer.extent().isEmpty()]
        if boxes and not any(view.intersects(box) for box in boxes):
            fault(moved.name, "its initial extent shows no layer")
        project.clear()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--empty", action="append", default=[], metavar="LAYER")
    parser.add_argument("store", type=pathlib.Path)
    parser.add_argument("project", type=pathlib.Path, nargs="?")
    parser.add_argument("out", type=pathlib.Path)
    arguments = parser.parse_args()
    store = arguments.store.resolve()
    if not store.is_file():
        sys.exit(f"FAIL {store}: there is no such file")
    if arguments.project and not arguments.project.is_file():
        sys.exit(f"FAIL {arguments.project}: there is no such file")
    arguments.out.mkdir(parents=True, exist_ok=True)

    application = QgsApplication([], False)
    # A profile of its own: nothing of the person who runs it.
    with tempfile.TemporaryDirectory() as profile:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
        application.initQgis()
        application.messageLog().messageReceived.connect(
            lambda message, tag, level: fault(tag, message) if level == Qgis.Critical
            else print(f"log  {tag}: {message}") if level == Qgis.Warning else None)
        check_store(store, arguments.out, set(arguments.empty))
        if arguments.project:
            check_project(
                arguments.project.resolve(), store, arguments.out, set(arguments.empty))
        application.exitQgis()
    if faults:
        sys.exit(f"{len(faults)} faults")
    print("all well")


if __name__ == "__main__":
    main()
