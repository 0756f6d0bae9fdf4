import Foundation
import Testing

extension Program {
  /// `scenario/` with a synthetic county, and `base.sqlite` with its places, no incidents yet.
  func laySample(incidents: Int) throws {
    try expect(["sample", "xiapu", "--out", "scenario", "--incidents", "\(incidents)"])
    try expect(["init", "--store", "base.sqlite", "--crs", "EPSG:4549"])
    for layer in ["units", "villages", "grids"] {
      try expect(["import", layer, "scenario/\(layer).geojson", "--store", "base.sqlite"])
    }
  }

  static func importing(_ store: String) -> [String] {
    [
      "import", "incidents", "scenario/incidents.csv", "--store", store, "--mapping",
      "scenario/incidents.mapping.yaml", "--quiet",
    ]
  }

  func expect(_ arguments: [String], status: Int32 = 0) throws {
    let outcome = try run(arguments + (arguments.contains("--quiet") ? [] : ["--quiet"]))
    try #require(outcome.status == status, "\(arguments): \(outcome.status) \(outcome.speech)")
  }

  func copy(_ from: String, to name: String) throws {
    for old in [name, name + "-wal", name + "-shm", name + "-journal"] where has(old) {
      try FileManager.default.removeItem(at: folder.appending(path: old))
    }
    try FileManager.default.copyItem(
      at: folder.appending(path: from), to: folder.appending(path: name))
  }

  func remove(_ name: String) throws {
    if has(name) { try FileManager.default.removeItem(at: folder.appending(path: name)) }
  }
}
