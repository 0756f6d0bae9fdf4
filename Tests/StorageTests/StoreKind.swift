import Foundation
import Testing
import SpatiaLiteStorage
import Storage

/// The stores that `StoreConformance` runs on.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case spatiaLiteInMemory, spatiaLiteOnFile

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
    }
  }
}

func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
