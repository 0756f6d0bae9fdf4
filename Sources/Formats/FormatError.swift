/// What is wrong with some bytes, and where: the one error of this room.
///
/// Its parts are those of `Content`. It is one word wide whatever it says, because what may be an
/// error is handed on for every cell of a file.
@dynamicMemberLookup
public struct FormatError: Error, Sendable {
  public enum Kind: String, Sendable, Hashable {
    /// The form is broken: a quote, a brace, an indentation.
    case syntax
    /// Bytes that are not text in the encoding.
    case encoding
    /// The input ends inside something.
    case truncated
    /// Larger or deeper than is allowed.
    case limit
    /// The form is right, the value is not.
    case value
    /// The caller's source or sink failed; `cause` has its error.
    case transfer
  }

  public struct Content: Sendable {
    public var kind: Kind
    /// A sentence without its full stop, such as "the ring is not closed".
    public var message: String
    /// From 1, as an editor counts.
    public var line: Int?
    /// From 1, in characters, where the format knows it.
    public var column: Int?
    /// The feature or record, from 1, where the format counts them.
    public var record: Int?
    /// The column's name or the path of keys.
    public var field: String?
    /// What was read, cut to `FormatError.longestExcerpt` characters.
    public var found: String?
    public var expected: String?
    public var cause: (any Error)?
  }

  private final class Box: Sendable {
    let content: Content

    init(_ content: Content) { self.content = content }
  }

  private var box: Box

  public static let longestExcerpt = 60

  public init(
    _ kind: Kind, _ message: String, line: Int? = nil, column: Int? = nil, record: Int? = nil,
    field: String? = nil, found: String? = nil, expected: String? = nil, cause: (any Error)? = nil
  ) {
    box = Box(
      Content(
        kind: kind, message: message, line: line, column: column, record: record, field: field,
        found: found.map(Self.excerpt), expected: expected, cause: cause))
  }

  public subscript<Part>(dynamicMember part: WritableKeyPath<Content, Part>) -> Part {
    get { box.content[keyPath: part] }
    set {
      var content = box.content
      content[keyPath: part] = newValue
      box = Box(content)
    }
  }

  /// The same error at a place; what it already knows stays.
  public func placed(line: Int? = nil, record: Int? = nil, field: String? = nil) -> FormatError {
    var placed = self
    placed.line = self.line ?? line
    placed.record = self.record ?? record
    placed.field = self.field ?? field
    return placed
  }

  private static func excerpt(_ text: String) -> String {
    guard text.unicodeScalars.count > longestExcerpt else { return text }
    return String(text.unicodeScalars.prefix(longestExcerpt)) + "…"
  }
}

extension FormatError: CustomStringConvertible {
  public var description: String { box.content.description }
}

extension FormatError.Content: CustomStringConvertible {
  /// `line 12, field 经度: not a number; read "12,3a", expected a number such as 120.5`
  public var description: String {
    var place: [String] = []
    if let line { place.append("line \(line)") }
    if let column { place.append("column \(column)") }
    if let record { place.append("feature \(record)") }
    if let field { place.append("field \(field)") }
    var text = place.isEmpty ? message : "\(place.joined(separator: ", ")): \(message)"
    if let found { text += "; read \"\(found)\"" }
    if let expected { text += (found == nil ? "; " : ", ") + "expected \(expected)" }
    if let cause { text += " (\(cause))" }
    return text
  }
}
