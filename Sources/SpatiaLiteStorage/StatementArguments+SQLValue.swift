import Foundation
import GRDB
import SimpleFeatures
import SpatiaLite
import Storage

extension SQLValue {
  /// SQLite's form; geometries become SpatiaLite blobs in WGS 84.
  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let value): value.databaseValue
    case .real(let value): value.databaseValue
    case .text(let value): value.databaseValue
    case .geometry(let value):
      SpatiaLiteBlob.encode(value, srid: 4326).map { Data($0).databaseValue } ?? .null
    }
  }
}

/// The row under a GRDB cursor.
struct SQLiteRow: ResultRow, ~Copyable {
  let row: Row
  let statement: String

  func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }
  func integer(_ column: Int) -> Int64 { row[column] as Int64? ?? 0 }
  func real(_ column: Int) -> Double { row[column] as Double? ?? 0 }
  func text(_ column: Int) -> String { row[column] as String? ?? "" }

  func geometry(_ column: Int) throws(StorageError) -> Geometry? {
    guard let blob = row[column] as Data? else { return nil }
    do {
      return try SpatiaLiteBlob.decode([UInt8](blob))
    } catch {
      throw .damaged("\(statement): \(error)")
    }
  }
}
