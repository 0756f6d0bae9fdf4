import CPostgres

/// A statement that the server has prepared for one connection.
struct ServerStatement {
  /// What is to be prepared.
  struct Text {
    var name: String
    var sql: String
    /// It is run once and not kept: the server forgets it at the next of its kind.
    var isPassing = false

    /// The type of each value up to the last that the text names: 0, for the server to find out, or
    /// text for one that the text leaves out, of which the server can know nothing.
    var givenTypes: [Oid] {
      let pieces = sql.split(separator: "$", omittingEmptySubsequences: false).dropFirst()
      let named = Set(pieces.compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) })
      guard let last = named.max(), last > 0 else { return [] }
      return (1...last).map { named.contains($0) ? 0 : ServerType.text }
    }
  }

  var name: String
  /// What the server knows it by.
  var serverName: String
  /// What the server takes each value for.
  var parameterTypes: [Oid]
}
