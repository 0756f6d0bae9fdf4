import Foundation
import Service
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

extension ServiceClock {
  /// A wall clock that stands, and seconds that go.
  static let testing = ServiceClock(
    seconds: { ProcessInfo.processInfo.systemUptime }, instant: { Instant(1_785_000_000) })
}

/// A store in a file with a small scenario, and a service over it.
struct ServiceScene {
  static let home = ProductHome(
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())

  let path: String
  let service: MapService
  private let readers: [SpatiaLiteStore]

  var reader: any SpatialStore { readers[0] }

  /// Hands a filled store's service to `body` and removes its files afterwards.
  static func with(
    _ audience: Audience = .analyst, incidents: Int = 1500,
    prepare: ((SpatiaLiteStore) throws -> Void)? = nil,
    change: (inout ServiceConfiguration) -> Void = { _ in },
    _ body: (ServiceScene) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-service-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try SampleXiapu(geodata: home.geodata, seed: 3, incidents: incidents).write(to: folder)
    let path = folder.appending(path: "store.sqlite").path
    let store = try SpatiaLiteStore.create(path: path)
    try PrepareStore(metricCRS: .epsg(4549), timeZone: "Asia/Shanghai", home: home).run(in: store)
    let files: [(layer: ImportLayer, file: String)] = [
      (.units, "units.geojson"), (.villages, "villages.geojson"), (.grids, "grids.geojson"),
      (.incidents, "incidents.csv"),
    ]
    for (layer, file) in files {
      var mapping = ImportMapping(layer: layer)
      if layer == .incidents {
        mapping = try ImportMapping(
          text: String(
            contentsOf: folder.appending(path: "incidents.mapping.yaml"), encoding: .utf8),
          layer: layer)
      }
      _ = try ImportFile(settings: ImportSettings(mapping: mapping), home: home)
        .run(InputFile(path: folder.appending(path: file).path, format: nil), into: store)
    }
    var scope = AnalysisScope()
    scope.categories = ["theft"]
    _ = try FindHotspots(scope: scope, home: home).run(in: store)
    try prepare?(store)
    try store.close()
    let readers = [
      try SpatiaLiteStore.open(path: path, readOnly: true),
      try SpatiaLiteStore.open(path: path, readOnly: true),
    ]
    // One that was prepared has keys, so that it writes.
    let writer = try prepare.map { _ in try SpatiaLiteStore.open(path: path) }
    defer {
      for reader in readers { try? reader.close() }
      try? writer?.close()
    }
    var configuration = ServiceConfiguration(
      audience: audience, home: home, version: "test", clock: .testing)
    change(&configuration)
    let service = try MapService(stores: readers, writer: writer, configuration: configuration)
    // Before the stores are closed.
    defer { service.stop() }
    try body(ServiceScene(path: path, service: service, readers: readers))
  }

  /// A GET of an address, the service's own base before it or not.
  func get(_ address: String, _ headers: [String: String] = [:], method: String = "GET")
    -> ServiceAnswer
  {
    var rest = address[...]
    if rest.hasPrefix("http://example.org:8080") { rest = rest.dropFirst(23) }
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return service.respond(
      to: ServiceRequest(
        method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
        headers: ["host": "example.org:8080"].merging(headers) { $1 }))
  }

  /// Of an answer that must be right.
  func document(_ address: String) throws -> [String: Any] {
    let answer = get(address)
    #expect(answer.status == 200, "\(address): \(String(decoding: answer.body, as: UTF8.self))")
    return try #require(
      JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any], "\(address)")
  }

  func features(_ address: String) throws -> [[String: Any]] {
    try #require(document(address)["features"] as? [[String: Any]])
  }

  func all(_ layer: String) throws -> [Feature] {
    var features: [Feature] = []
    let definition = try #require(Layer(named: layer))
    try readers[0].forEachFeature(of: LayerQuery(layer: definition)) { features.append($0) }
    return features
  }

  /// Writes something to the store, as an import does.
  func write() throws {
    let store = try SpatiaLiteStore.open(path: path)
    _ = try LayLattice(cellMetres: 5000).run(in: store)
    try store.close()
  }
}
