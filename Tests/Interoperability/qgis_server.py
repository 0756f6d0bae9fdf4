#!/usr/bin/env python3
"""Opens a store on a PostgreSQL server, and a project of it, with QGIS itself.

    qgis_server.py [--empty LAYER]... URL PROJECT.qgz OUTDIR

Looks at each layer and at the project as qgis_store.py does with a file.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import urllib.parse

import qgis_store  # noqa: E402
from qgis.core import (  # noqa: E402
    Qgis, QgsApplication, QgsDataSourceUri, QgsProject, QgsProviderRegistry, QgsVectorLayer)


def connection_of(url):
    parts = urllib.parse.urlsplit(url)
    source = QgsDataSourceUri()
    host, _, port = parts.netloc.rpartition("@")[2].partition(":")
    source.setConnection(
        urllib.parse.unquote(host), port, parts.path.lstrip("/"),
        urllib.parse.unquote(parts.username or ""), "")
    return source


def registered(source):
    """(name, geometry column, is a view) of each layer for which the store keeps a style."""
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    rows = provider.createConnection(source.uri(False), {}).executeSql(
        """SELECT f_table_name, coalesce(f_geometry_column, ''),
             (SELECT relkind = 'v' FROM pg_class WHERE oid = to_regclass(quote_ident(f_table_name)))
           FROM layer_styles WHERE useasdefault ORDER BY f_table_name""")
    return [(name, geometry, is_view in (True, "t", "true")) for name, geometry, is_view in rows]


def check_store(source, out, empty):
    layers = registered(source)
    if not layers:
        qgis_store.fault(source.database(), "layer_styles has no default style")
    for name, geometry, is_view in layers:
        place = QgsDataSourceUri(source)
        place.setDataSource("public", name, geometry or None, "", "fid")
        if geometry:
            place.setSrid("4326")
        layer = QgsVectorLayer(place.uri(False), name, "postgres")
        qgis_store.check_layer(layer, name, is_view, name in empty)
        if not layer.isValid() or not layer.isSpatial() or not layer.featureCount():
            continue
        qgis_store.draw_whole(layer, out / f"{name}.png")


def check_project(project_file, source, out, empty):
    project = QgsProject.instance()
    if not project.read(str(project_file)):
        qgis_store.fault(project_file.name, "QGIS cannot open it: " + project.error())
        return
    views = {name: is_view for name, _, is_view in registered(source)}
    layers = list(project.mapLayers().values())
    if not layers:
        qgis_store.fault(project_file.name, "has no layer")
    for layer in layers:
        table = QgsDataSourceUri(layer.source()).table()
        qgis_store.check_layer(
            layer, f"{project_file.name} {table}", views.get(table, False), table in empty)
    shown = [
        node.layer() for node in project.layerTreeRoot().findLayers()
        if node.isVisible() and node.layer().isSpatial()]
    view = project.viewSettings().defaultViewExtent()
    qgis_store.draw(shown, view, project.crs(), out / "project.png")
    project.clear()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--empty", action="append", default=[], metavar="LAYER")
    parser.add_argument("url")
    parser.add_argument("project", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    with tempfile.TemporaryDirectory() as profile:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
        application.initQgis()
        application.messageLog().messageReceived.connect(
            lambda message, tag, level: qgis_store.fault(tag, message)
            if level == Qgis.Critical else None)
        source = connection_of(arguments.url)
        check_store(source, arguments.out, set(arguments.empty))
        check_project(arguments.project, source, arguments.out, set(arguments.empty))
        application.exitQgis()
    if qgis_store.faults:
        sys.exit(f"{len(qgis_store.faults)} faults")
    print("all well")


main()
