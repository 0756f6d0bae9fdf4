import Foundation
import PostGISStorage
import SpatiaLiteStorage
import Storage
import TestSupport
import Testing

/// The stores that `StoreConformance` runs on.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case spatiaLiteInMemory, spatiaLiteOnFile, postGIS

  var testDescription: String { rawValue }

  /// Runs with a fresh store, closed and removed afterwards.
  func withStore<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    switch self {
    case .spatiaLiteInMemory: return try body(SpatiaLiteStore.inMemory())
    case .spatiaLiteOnFile:
      return try withTemporaryFolder { folder in
        let store = try SpatiaLiteStore.create(path: folder.appending(path: "s.sqlite").path)
        defer { try? store.close() }
        return try body(store)
      }
    case .postGIS:
      return try withServerDatabase { server, database in
        let store = try PostGISStore.create(url: server.url(database: database))
        defer { try? store.close() }
        return try body(store)
      }
    }
  }
}

/// Runs with an empty database of a server; where none can be had the test says so and is skipped.
func withServerDatabase<T>(
  postGIS: Bool = true, _ body: (PostGISServer, String) throws -> T
) throws -> T {
  if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
  let server = try PostGISServer.shared.get()
  let database = try server.freshDatabase(withPostGIS: postGIS)
  defer { server.drop(database: database) }
  return try body(server, database)
}

func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
