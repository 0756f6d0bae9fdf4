import Foundation
import GRDB
public import SimpleFeatures
public import Storage

extension SpatiaLiteStore {
  public func forEachRow(
    of page: FeaturePage, _ body: (any FeatureRow) throws -> Void
  ) throws {
    guard let layer = page.query.definition else { return }
    let (text, values) = try FilterRenderer.page(page, of: layer)
    try explaining("page") {
      try database.read { connection in
        let statement =
          try pages?.statement(text, on: connection)
          ?? PreparedStatement(named: "page", text, on: connection)
        let row = StatementFeatureRow(statement)
        try statement.forEachRow(values) { _ in try body(row) }
      }
    }
  }

  public func count(of page: FeaturePage) throws(StorageError) -> Int {
    guard let layer = page.query.definition else { return 0 }
    let (text, values) = try FilterRenderer.count(page, of: layer)
    return try translating("page_count") {
      try database.read { connection in
        var count = 0
        try PreparedStatement(named: "page_count", text, on: connection).forEachRow(values) { row in
          count = Int(row.integer(0))
        }
        return count
      }
    }
  }

  /// SQLite counts the transactions that changed a file in its header, at byte 24; it does so with
  /// a rollback journal, which is what a store has.
  ///
  /// > SQLite. *Database File Format*, clause 1.3.
  public func revision() throws(StorageError) -> String? {
    guard let file = FileHandle(forReadingAtPath: location) else { return nil }
    defer { try? file.close() }
    guard let head = try? file.read(upToCount: 28), head.count == 28 else { return nil }
    return head[24..<28].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}

/// The last page's statement of one connection, kept for the next: a layer's text takes SQLite as
/// long as a hundred of its rows. Used on the connection's thread alone.
final class PageStatement: @unchecked Sendable {
  private var text = ""
  private var kept: PreparedStatement?

  func statement(_ text: String, on connection: Database) throws -> PreparedStatement {
    if let kept, text == self.text { return kept }
    let made = try PreparedStatement(named: "page", text, on: connection)
    (self.text, kept) = (text, made)
    return made
  }

  /// Before its connection is closed.
  func forget() { kept = nil }
}
