extension JSON {
  /// Reads a document.
  ///
  /// > T. Bray. "The JavaScript Object Notation (JSON) Data Interchange Format." RFC 8259, 2017.
  ///
  /// - Parameter what: what it is called in messages.
  /// - Throws: 400, which names the place: what is no JSON, a name that stands twice in an object,
  ///   or nesting beyond 64.
  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8], what: String) throws(Problem) {
    var reader = JSONReader(bytes: bytes, what: what)
    self = try reader.document()
  }

  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  var items: [JSON]? { if case .array(let items) = self { items } else { nil } }

  /// What kind of value it is, in messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a truth value"
    case .integer, .real: "a number"
    case .text: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

private struct JSONReader {
  let bytes: [UInt8]
  let what: String
  private var at = 0
  private var depth = 0

  private static let deepest = 64

  init(bytes: [UInt8], what: String) {
    self.bytes = bytes
    self.what = what
  }

  mutating func document() throws(Problem) -> JSON {
    skipSpace()
    let value = try value()
    skipSpace()
    guard at == bytes.count else { throw fault("something stands behind its end") }
    return value
  }

  private func fault(_ words: String) -> Problem {
    .badRequest("\(what) is no JSON: \(words), at byte \(at).")
  }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  private mutating func takes(word: StaticString) -> Bool {
    let letters = word.withUTF8Buffer { Array($0) }
    guard bytes[at...].starts(with: letters) else { return false }
    at += letters.count
    return true
  }

  private mutating func value() throws(Problem) -> JSON {
    guard at < bytes.count else { throw fault("it ends too early") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw fault("it is nested deeper than \(Self.deepest)") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      if takes(word: "true") { return .boolean(true) }
      if takes(word: "false") { return .boolean(false) }
      if takes(word: "null") { return .null }
      throw fault("a value was expected")
    }
  }

  private mutating func object() throws(Problem) -> JSON {
    at += 1
    var members: [(String, JSON)] = []
    var names: Set<String> = []
    skipSpace()
    if takes("}") { return .object([]) }
    repeat {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
        throw fault("a name in quotes was expected")
      }
      let name = try string()
      guard names.insert(name).inserted else {
        throw fault("the name “\(name.prefix(40))” stands twice")
      }
      skipSpace()
      guard takes(":") else { throw fault("a colon was expected") }
      skipSpace()
      members.append((name, try value()))
      skipSpace()
    } while takes(",")
    guard takes("}") else { throw fault("a comma or } was expected") }
    return .object(members)
  }

  private mutating func array() throws(Problem) -> JSON {
    at += 1
    var items: [JSON] = []
    skipSpace()
    if takes("]") { return .array([]) }
    repeat {
      skipSpace()
      items.append(try value())
      skipSpace()
    } while takes(",")
    guard takes("]") else { throw fault("a comma or ] was expected") }
    return .array(items)
  }

  private mutating func number() throws(Problem) -> JSON {
    let start = at
    _ = takes("-")
    let whole = digits()
    guard !whole.isEmpty, whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else {
      throw fault("a number begins wrongly")
    }
    var isWhole = true
    if takes(".") {
      isWhole = false
      guard !digits().isEmpty else { throw fault("a number ends with its point") }
    }
    if takes("e") || takes("E") {
      isWhole = false
      if !takes("+") { _ = takes("-") }
      guard !digits().isEmpty else { throw fault("a number ends with its exponent") }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isWhole, let number = Int(text) { return .integer(number) }
    guard let number = Double(text), number.isFinite else { throw fault("a number is too large") }
    return .real(number)
  }

  private mutating func digits() -> Range<Int> {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return start..<at
  }

  private mutating func string() throws(Problem) -> String {
    at += 1
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        // A text with a zero in it ends early in C.
        guard !text.contains(0), let read = String(validating: text, as: UTF8.self) else {
          throw fault("a text is no UTF-8, or has a zero in it")
        }
        return read
      case UInt8(ascii: "\\"): text += try escaped()
      case 0..<0x20: throw fault("a control character stands in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text is not closed")
  }

  private mutating func escaped() throws(Problem) -> [UInt8] {
    guard at < bytes.count else { throw fault("a text is not closed") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try codePoint()
    default: throw fault("a backslash stands before what it does not mean")
    }
  }

  private mutating func codePoint() throws(Problem) -> [UInt8] {
    let high = try unit()
    var code = high
    if (0xD800..<0xDC00).contains(high) {
      guard takes("\\"), takes("u") else { throw fault("half of a character stands alone") }
      let low = try unit()
      guard (0xDC00..<0xE000).contains(low) else {
        throw fault("half of a character stands alone")
      }
      code = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw fault("half of a character stands alone")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func unit() throws(Problem) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fault("a text is not closed") }
    var code: UInt32 = 0
    for byte in bytes[at..<(at + 4)] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 128 else {
        throw fault("\\u takes four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    at += 4
    return code
  }
}
