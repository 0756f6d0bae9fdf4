/// The text of a statement with places for names that only a foreign file or a caller's schema
/// knows. Names are quoted here and nowhere else; values are bound, never filled in.
struct SQLTemplate {
  private let text: String

  init(_ resource: [UInt8]) { text = String(decoding: resource, as: UTF8.self) }

  /// The text as it stands.
  var plain: String { text }

  /// Fills `{place}` in one pass, so that a name with braces in it stays a name.
  func filled(_ places: [String: Piece]) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let place = rest[rest.index(after: open)..<close]
      filled += places[String(place)]?.sql ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// What may stand in a statement beside its own words.
  struct Piece {
    let sql: String

    /// The name of a table, a column or a trigger.
    static func name(_ name: String) -> Piece {
      Piece(sql: "\"" + name.replacing("\"", with: "\"\"") + "\"")
    }

    static func names(_ names: [String]) -> Piece {
      Piece(sql: names.map { name($0).sql }.joined(separator: ", "))
    }

    /// A column's name and its type, which is a word of ours.
    static func columns(_ columns: [(name: String, type: String)]) -> Piece {
      Piece(sql: columns.map { "\(name($0.name).sql) \($0.type)" }.joined(separator: ", "))
    }

    /// As many question marks.
    static func marks(_ count: Int) -> Piece {
      Piece(sql: Array(repeating: "?", count: count).joined(separator: ", "))
    }

    static func text(_ text: String) -> Piece {
      Piece(sql: "'" + text.replacing("'", with: "''") + "'")
    }

    static func number(_ number: Int) -> Piece { Piece(sql: "\(number)") }
  }
}
