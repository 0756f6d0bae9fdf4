import Foundation
import GRDB
import SpatiaLite
public import Storage

extension SpatiaLiteStore {
  /// Two connections that both hold the file's lock for reading: nothing can be committed while the
  /// first of them holds it, so they see the same.
  ///
  /// > SQLite. *File Locking And Concurrency In SQLite Version 3*, clause 3.
  public func withViews<T>(_ body: ([any SpatialStore]) throws -> T) throws -> T {
    let views = openViews()
    guard views.count == 2 else { return try body([self]) }
    defer { for view in views { try? view.close() } }
    return try body(views)
  }

  private func openViews() -> [SpatiaLiteStore] {
    // With a write-ahead log a reader's lock stops nobody.
    guard FileManager.default.fileExists(atPath: location),
      !FileManager.default.fileExists(atPath: location + "-wal")
    else { return [] }
    var views: [SpatiaLiteStore] = []
    do {
      for _ in 0..<2 { views.append(try openView()) }
      return views
    } catch {
      // A writer waits to commit: one connection reads alone, as it does without this.
      for view in views { try? view.close() }
      return []
    }
  }

  private func openView() throws -> SpatiaLiteStore {
    var configuration = Self.connection(readOnly: true)
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(1)
    let queue = try DatabaseQueue(path: location, configuration: configuration)
    try queue.unsafeRead { connection in
      try connection.beginTransaction(.deferred)
      // The lock comes with the first read.
      _ = try connection.tableExists("setting")
    }
    return SpatiaLiteStore(database: queue, location: location, pages: PageStatement())
  }
}
