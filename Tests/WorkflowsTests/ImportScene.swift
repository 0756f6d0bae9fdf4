import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// A store in memory and a folder of its own, for one import after the other.
struct ImportScene {
  let store: SpatiaLiteStore
  let folder: URL

  static let home = ProductHome(SampleScene.geodata.deletingLastPathComponent())
  static let header = "id,category,time,lon,lat"

  static func run<T>(metricCRS: String = "EPSG:4549", _ body: (ImportScene) throws -> T) throws -> T
  {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-import-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SpatiaLiteStore.inMemory()
    _ = try store.write { try $0.run(SetSetting(.metricCRS, to: metricCRS)) }
    return try body(ImportScene(store: store, folder: folder))
  }

  /// Imports bytes as a file of that name.
  @discardableResult
  func load(
    _ bytes: some Sequence<UInt8>, as name: String = "a.csv", into layer: ImportLayer = .incidents,
    mapping: String? = nil, change: (inout ImportSettings) -> Void = { _ in }
  ) throws -> ImportReport {
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    var settings = ImportSettings(
      mapping: try mapping.map { try ImportMapping(text: $0, layer: layer) }
        ?? ImportMapping(layer: layer))
    settings.rejects = folder.appending(path: "rejects.csv")
    change(&settings)
    return try ImportFile(settings: settings, home: Self.home)
      .run(InputFile(path: file.path, format: nil), into: store)
  }

  /// A CSV file of incidents from its header and rows.
  @discardableResult
  func load(
    rows: [String], header: String = ImportScene.header, mapping: String? = nil,
    change: (inout ImportSettings) -> Void = { _ in }
  ) throws -> ImportReport {
    try load(
      ([header] + rows).map { $0 + "\n" }.joined().utf8, mapping: mapping, change: change)
  }

  /// The error's words; fails the test when there is no error.
  func refusal(_ body: (ImportScene) throws -> some Any) throws -> (words: String, isUsage: Bool) {
    do {
      _ = try body(self)
      Issue.record("nothing was refused")
      return ("", false)
    } catch let error as WorkflowError {
      return (error.description, error.kind == .usage)
    }
  }

  /// The lines of the reject file without their quotes.
  var rejects: String {
    let text = try? String(contentsOf: folder.appending(path: "rejects.csv"), encoding: .utf8)
    return (text ?? "").replacingOccurrences(of: "\r\n", with: "\n")
      .replacingOccurrences(of: "\"", with: "")
  }

  func count(_ layer: String = "incidents") throws -> Int {
    try #require(try store.answer(LayerCounts())[layer])
  }

  /// The values of one column of the incidents, in the order of their ids.
  func column(_ name: String, of layer: String = "incidents") throws -> [String] {
    let layer = try #require(Layer(named: layer))
    let index = try #require(layer.schema.fields.firstIndex { $0.name == name })
    var values: [String] = []
    try store.forEachFeature(of: LayerQuery(layer: layer)) {
      values.append("\($0.values[index])")
    }
    return values
  }
}
