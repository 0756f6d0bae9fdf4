import Foundation
import GRDB
import SimpleFeatures

/// Reads the layers of a GeoPackage on a connection of its own, which can write nothing.
///
/// Plain SQLite, not SpatiaLite's `VirtualGPKG`: that one adds a second C decoder of geometries,
/// needs a spatial connection around it, knows no tables without geometry and answers a broken
/// geometry with none. Here SQLite hands over cells, and Swift decodes geometries.
///
/// For the inside of a decoding process: a hostile file may bring SQLite down.
final class GeoPackageReader {
  let tables: [ForeignTable]
  private let queue: DatabaseQueue
  private let fileName: String
  /// The key of each table, by the table's name.
  private let keys: [String: String]

  init(path: String) throws(ArchiveError) {
    let file = GeoPackageFile(path: path)
    fileName = file.name
    try file.requireGeoPackage()
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.prepareDatabase { connection in
        try connection.execute(sql: SQLTemplate(PackageResources.gpkg_reading_sql).plain)
      }
      queue = try DatabaseQueue(path: file.immutableLocation, configuration: configuration)
      (tables, keys) = try queue.unsafeRead { try Self.survey($0) }
    } catch {
      throw file.damaged(error)
    }
  }

  /// - Parameter name: `nil` where the file has one table only.
  func table(named name: String?) throws(ArchiveError) -> ForeignTable {
    let known = tables.map(\.name).joined(separator: ", ")
    guard !tables.isEmpty else {
      throw ArchiveError(
        .noTable, file: fileName, "the GeoPackage has no layer of features or attributes")
    }
    guard let name else {
      guard tables.count == 1 else {
        throw ArchiveError(
          .noTable, file: fileName, "the GeoPackage has \(tables.count) layers: say which",
          expected: "one of \(known)")
      }
      return tables[0]
    }
    guard
      let table = tables.first(where: { $0.name == name })
        ?? tables.first(where: { $0.name.lowercased() == name.lowercased() })
    else {
      throw ArchiveError(
        .noTable, file: fileName, "there is no such layer", found: name,
        expected: "one of \(known)")
    }
    return table
  }

  /// Every row, in the order of the key.
  ///
  /// - Complexity: O(rows); memory of one row.
  func forEachRow(of table: ForeignTable, _ body: (RawRow) throws -> Void) throws {
    let key = keys[table.name] ?? table.columns.first?.name ?? ""
    var names = table.columns.map(\.name)
    let columns = names.count
    if let geometry = table.geometryColumn { names.append(geometry) }
    let sql = SQLTemplate(PackageResources.gpkg_read_rows_sql).filled([
      "columns": .names([key] + names), "table": .name(table.name), "key": .name(key),
    ])
    let isBoolean = table.columns.map { $0.type == .boolean }
    do {
      try queue.unsafeRead { connection in
        let rows = try Row.fetchCursor(connection, sql: sql)
        var count: Int64 = 0
        while let row = try rows.next() {
          count += 1
          var raw = RawRow(number: count, cells: [])
          if case .int64(let key) = (row[0] as DatabaseValue).storage { raw.number = key }
          raw.cells.reserveCapacity(columns)
          for column in 0..<columns {
            raw.cells.append(
              try cell(row[column + 1], isBoolean[column], table.columns[column], raw, table))
          }
          if columns + 1 < row.count { raw.geometry = Self.bytes(row[columns + 1]) }
          try body(raw)
        }
      }
    } catch let error as DatabaseError {
      throw GeoPackageFile(path: queue.path).damaged(error, table: table.name, name: fileName)
    }
  }

  private func cell(
    _ value: DatabaseValue, _ isBoolean: Bool, _ column: ForeignTable.Column, _ row: RawRow,
    _ table: ForeignTable
  ) throws -> String? {
    switch value.storage {
    case .null, .blob: return nil
    case .int64(let number):
      return isBoolean && (number == 0 || number == 1)
        ? (number == 1 ? "true" : "false") : "\(number)"
    case .double(let number): return CellText.number(number)
    case .string(let text):
      guard !text.unicodeScalars.contains("\u{FFFD}") else {
        throw ArchiveError(
          .value, file: fileName, "the text is not UTF-8, as a GeoPackage's must be",
          table: table.name, row: row.number, field: column.name, found: text,
          expected: "a file whose maker was told the encoding, as ogr2ogr -oo ENCODING=GBK is")
      }
      return text.isEmpty ? nil : text
    }
  }

  /// A geometry column may hold anything; what is no blob is no geometry either.
  private static func bytes(_ value: DatabaseValue) -> [UInt8]? {
    switch value.storage {
    case .null: nil
    case .blob(let data): [UInt8](data)
    case .string(let text): Array(text.utf8)
    case .int64, .double: []
    }
  }

  // MARK: What is in the file

  private static func survey(
    _ connection: Database
  ) throws -> (tables: [ForeignTable], keys: [String: String]) {
    var tables: [ForeignTable] = []
    if try has("gpkg_geometry_columns", connection) {
      tables += try Row.fetchAll(connection, sql: text(PackageResources.gpkg_feature_layers_sql))
        .map { row in
          ForeignTable(
            name: row[0], title: row[1] ?? "", columns: [], geometryColumn: row[2],
            geometryType: row[3], reference: reference(row))
        }
    }
    tables += try Row.fetchAll(connection, sql: text(PackageResources.gpkg_attribute_layers_sql))
      .map { ForeignTable(name: $0[0], title: $0[1] ?? "", columns: []) }

    var keys: [String: String] = [:]
    var known: [ForeignTable] = []
    // A layer may be a view; one that is listed and is not there is passed over, as GDAL does.
    for var table in tables where try has(table.name, connection) {
      let columns = try Row.fetchAll(
        connection, sql: text(PackageResources.gpkg_columns_sql), arguments: [table.name])
      for column in columns {
        let name: String = column[0]
        guard name.lowercased() != table.geometryColumn?.lowercased() else { continue }
        let declared: String = column[1] ?? ""
        if declared.hasPrefix("BLOB") {
          table.skippedColumns.append(name)
        } else {
          table.columns.append(.init(name: name, type: type(declared)))
        }
        if column[2] as Int? == 1 { keys[table.name] = name }
      }
      if !table.columns.isEmpty { known.append(table) }
    }
    return (known, keys)
  }

  private static func reference(_ row: Row) -> ForeignTable.Reference? {
    guard let id = row[4] as Int? else { return nil }
    return ForeignTable.Reference(
      id: id, name: row[5] ?? "", organization: row[6] ?? "", code: row[7] ?? 0,
      definition: row[8] ?? "")
  }

  /// OGC 12-128r18, table 1: the names of the types, as `TEXT(40)` too.
  private static func type(_ declared: String) -> AttributeType? {
    switch declared.prefix(while: { $0 != "(" }) {
    case "BOOLEAN": .boolean
    case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER": .integer
    case "FLOAT", "DOUBLE", "REAL": .real
    case "TEXT": .text
    case "DATE": .day
    case "DATETIME": .instant
    default: nil
    }
  }

  private static func has(_ table: String, _ connection: Database) throws -> Bool {
    try Int.fetchOne(
      connection, sql: text(PackageResources.gpkg_has_table_sql), arguments: [table]) ?? 0 > 0
  }

  private static func text(_ resource: [UInt8]) -> String { SQLTemplate(resource).plain }
}
