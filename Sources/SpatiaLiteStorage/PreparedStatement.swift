import GRDB
import SimpleFeatures
import SpatiaLite
import Storage

/// A statement of one connection, ready to run again and again.
///
/// To SQLite `$1` is a name, and it numbers names as they first appear; so the order of the values
/// is worked out once, from the text.
final class PreparedStatement {
  fileprivate let statement: DirectStatement
  fileprivate let name: String
  /// Which value goes to each of SQLite's parameters.
  private let order: [Int]

  convenience init(_ text: StatementText, on connection: Database) throws {
    try self.init(named: text.name, text.text ?? Self.own[text.name] ?? "", on: connection)
  }

  init(named name: String, _ sql: String, on connection: Database) throws {
    statement = try DirectStatement(sql, on: connection)
    self.name = name
    order = Self.order(of: sql)
  }

  /// The texts that each engine has its own of, by name.
  static let own: [String: String] = [
    "incidents_in_box": String(decoding: PackageResources.incidents_in_box_sql, as: UTF8.self)
  ]

  /// - Returns: how many rows changed.
  func run(_ values: [SQLValue]) throws -> Int {
    bind(values)
    try statement.run()
    return statement.changes
  }

  func forEachRow(
    _ values: [SQLValue], _ body: (borrowing SQLiteRow) throws -> Void
  ) throws {
    bind(values)
    defer { statement.reset() }
    let row = SQLiteRow(row: statement, statement: name)
    while try statement.next() { try body(row) }
  }

  func answer<Q: Query>(_ query: Q) throws -> Q.Answer {
    var answer = Q.emptyAnswer()
    try forEachRow(query.arguments) { row in try Q.fold(row, into: &answer) }
    return answer
  }

  private func bind(_ values: [SQLValue]) {
    for (index, value) in order.enumerated() {
      let parameter = Int32(index + 1)
      switch values[value] {
      case .null: statement.bind(parameter, .null)
      case .integer(let value): statement.bind(parameter, .integer(value))
      case .real(let value): statement.bind(parameter, .real(value))
      case .text(let value): statement.bind(parameter, copying: value)
      case .geometry(let value):
        if let blob = SpatiaLiteBlob.encode(value, srid: 4326) {
          statement.bind(parameter, copying: blob)
        } else {
          statement.bind(parameter, .null)
        }
      }
    }
  }

  /// The numbers behind the dollar signs, less one, each where it first appears; comments and
  /// quoted texts of our files hold none.
  static func order(of sql: String) -> [Int] {
    var order: [Int] = []
    for piece in sql.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
      guard let number = Int(piece.prefix { $0.isASCII && $0.isNumber }) else { continue }
      if !order.contains(number - 1) { order.append(number - 1) }
    }
    return order
  }
}

/// The prepared statements of one transaction, by name.
final class PreparedStatements {
  private let connection: Database
  private var byName: [String: PreparedStatement] = [:]

  init(connection: Database) { self.connection = connection }

  func statement(_ text: StatementText) throws -> PreparedStatement {
    if let known = byName[text.name] { return known }
    let made = try PreparedStatement(text, on: connection)
    byName[text.name] = made
    return made
  }
}

/// The row under a statement.
struct SQLiteRow: ResultRow, ~Copyable {
  let row: DirectStatement
  let statement: String

  func isNull(_ column: Int) -> Bool { row.isNull(Int32(column)) }
  func integer(_ column: Int) -> Int64 { row.integer(Int32(column)) }
  func real(_ column: Int) -> Double { row.real(Int32(column)) }
  func text(_ column: Int) -> String { row.text(Int32(column)) }
  func withText(_ column: Int, _ body: (Span<UInt8>) -> Void) {
    row.withBytes(Int32(column)) { body($0.bindMemory(to: UInt8.self).span) }
  }

  func value(_ column: Int) throws(StorageError) -> SQLValue {
    switch row.content(Int32(column)) {
    case .null: .null
    case .integer: .integer(integer(column))
    case .real: .real(real(column))
    case .text: .text(text(column))
    case .bytes: SQLValue(try geometry(column))
    }
  }

  func geometry(_ column: Int) throws(StorageError) -> Geometry? {
    try row.geometry(Int32(column), statement: statement)
  }
}

/// A row of a layer's statement: key, geometry, then the fields.
final class StatementFeatureRow: FeatureRow {
  private let row: DirectStatement
  private let statement: String

  init(_ statement: PreparedStatement) {
    row = statement.statement
    self.statement = statement.name
  }

  var id: AttributeValue { .integer(row.integer(0)) }
  var hasGeometry: Bool { !row.isNull(1) }
  func geometry() throws -> Geometry? { try row.geometry(1, statement: statement) }
  func isUnknown(_ field: Int) -> Bool { row.isNull(Int32(field) + 2) }
  func integer(_ field: Int) -> Int64 { row.integer(Int32(field) + 2) }
  func real(_ field: Int) -> Double { row.real(Int32(field) + 2) }

  func withText(_ field: Int, _ body: (Span<UInt8>) -> Void) {
    row.withBytes(Int32(field) + 2) { body($0.bindMemory(to: UInt8.self).span) }
  }
}

extension DirectStatement {
  fileprivate func geometry(
    _ column: Int32, statement: String
  ) throws(StorageError) -> Geometry? {
    guard !isNull(column) else { return nil }
    do {
      return try withBytes(column) { blob throws(WKBError) in
        // A point, which most rows have, needs no walk.
        if let point = SpatiaLiteBlob.point(of: blob) { return .point(point) }
        return try SpatiaLiteBlob.decode(Array(blob))
      }
    } catch {
      throw .damaged("\(statement): \(error)")
    }
  }
}
