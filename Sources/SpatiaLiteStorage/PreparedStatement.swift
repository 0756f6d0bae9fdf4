import GRDB
import Storage

/// A statement of one connection, ready to run again and again.
///
/// To SQLite `$1` is a name, and it numbers names as they first appear; so the order of the values
/// is worked out once, from the text.
final class PreparedStatement {
  let statement: Statement
  /// Which value goes to each of SQLite's parameters.
  private let order: [Int]

  init(_ text: StatementText, on connection: Database) throws {
    let sql = text.text ?? Self.own[text.name] ?? ""
    statement = try connection.makeStatement(sql: sql)
    order = Self.order(of: sql)
  }

  /// The texts that each engine has its own of, by name.
  static let own: [String: String] = [
    "incidents_in_box": String(decoding: PackageResources.incidents_in_box_sql, as: UTF8.self)
  ]

  func bind(_ values: [SQLValue]) {
    statement.setUncheckedArguments(StatementArguments(order.map { values[$0].databaseValue }))
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
