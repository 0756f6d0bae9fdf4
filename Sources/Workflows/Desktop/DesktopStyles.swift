public import Cartography
import Formats
public import Foundation
import SimpleFeatures
public import Storage

/// What QGIS opens a store with: a default style a layer inside the store, and a project beside it.
public struct DesktopStyles: Sendable {
  let home: ProductHome

  public init(home: ProductHome) { self.home = home }

  /// Writes the default style of every layer, with the Chinese names of its columns.
  public func apply(to store: any SpatialStore) throws {
    let (ramps, settings) = try SheetFiles(home: home).desktop()
    try store.write { transaction in
      for layer in Layer.all {
        let style = QGISStyle(
          schema: layer.schema, ramp: settings.ramp(of: layer.name, in: ramps),
          settings: settings)
        try transaction.run(SetLayerStyle(layer, qml: style.qml))
      }
    }
  }

  /// Writes a project that opens the store, with the layers that have rows.
  ///
  /// - Parameter server: where the store is on a server; a file is named by its relative path.
  public func writeProject(
    for store: any SpatialStore, on server: QGISStoreSource.Server? = nil, title: String,
    to file: URL
  ) throws {
    let (ramps, settings) = try SheetFiles(home: home).desktop()
    let counts = try store.answer(LayerCounts())
    let layers = try Layer.all.filter { (counts[$0.name] ?? 0) > 0 }.map { layer in
      // The classes of local Moran say more than hot and cold.
      let isLocalMoran =
        try layer.name == FindHotspots.kind && FindHotspots.showsLocalMoran(in: store)
      return QGISProject.Layer(
        schema: layer.schema,
        ramp: isLocalMoran
          ? ramps["local_moran"] : settings.ramp(of: layer.name, in: ramps))
    }
    let area = try MetricExtent(of: store)
    let project = try QGISProject(
      title: title,
      store: server.map { .server($0) }
        ?? .file(URL(filePath: store.location).lastPathComponent),
      layers: layers,
      crs: area.crs, extent: area.box, settings: settings)
    let name = file.deletingPathExtension().lastPathComponent + ".qgs"
    try OutputFile(file).write { sink in
      var archive = ZIPWriter(sink)
      let text = Array(project.qgs.utf8)
      try archive.add(name, text.span)
      try archive.finish()
    }
  }
}

/// The style files of `styles/`, decoded.
struct SheetFiles {
  let home: ProductHome

  func desktop() throws -> (ramps: Ramps, settings: QGISSettings) {
    (
      try Ramps(json: Array(try home.text("styles/ramps.json").utf8)),
      try QGISSettings(json: Array(try home.text("styles/qgis.json").utf8))
    )
  }

  func sheet() throws -> (ramps: Ramps, style: SheetStyle) {
    (
      try Ramps(json: Array(try home.text("styles/ramps.json").utf8)),
      try SheetStyle(json: Array(try home.text("styles/sheet.json").utf8))
    )
  }
}
