/// The words of a filter in CQL2 text.
///
/// > OGC 21-065r2 (Common Query Language, CQL2), annex B.
struct FilterTokens {
  enum Token: Hashable {
    /// As it was typed; keywords are compared without regard to case.
    case word(String)
    /// A name in double quotes, which is no keyword.
    case name(String)
    case text(String)
    case number(Double)
    case sign(String)
  }

  private(set) var tokens: [Token] = []

  /// - Throws: 400 at what is no word.
  init(_ text: String) throws(Problem) {
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      switch first {
      case " ", "\t", "\n", "\r": rest.removeFirst()
      case "'", "\"":
        let quoted = try Self.quoted(&rest, first)
        tokens.append(first == "'" ? .text(quoted) : .name(quoted))
      case "(", ")", ",", "=":
        rest.removeFirst()
        tokens.append(.sign(String(first)))
      case "<", ">":
        rest.removeFirst()
        var sign = String(first)
        if let next = rest.first, next == "=" || (first == "<" && next == ">") {
          sign.unicodeScalars.append(next)
          rest.removeFirst()
        }
        tokens.append(.sign(sign))
      case "0"..."9", "-", "+", ".":
        let digits = rest.prefix { "0123456789.eE+-".unicodeScalars.contains($0) }
        var letters = String.UnicodeScalarView()
        letters.append(contentsOf: digits)
        guard let number = Double(String(letters)), number.isFinite else {
          throw Self.fault("“\(String(letters).prefix(40))” is no number")
        }
        tokens.append(.number(number))
        rest = rest.dropFirst(digits.count)
      default:
        let word = rest.prefix {
          $0.properties.isAlphabetic || "_.:0123456789".unicodeScalars.contains($0)
        }
        guard !word.isEmpty else { throw Self.fault("“\(first)” has no meaning") }
        var letters = String.UnicodeScalarView()
        letters.append(contentsOf: word)
        tokens.append(.word(String(letters)))
        rest = rest.dropFirst(word.count)
      }
      guard tokens.count <= 4000 else { throw Self.fault("it has too many words") }
    }
  }

  /// A quote in a quoted text stands twice.
  private static func quoted(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ quote: Unicode.Scalar
  ) throws(Problem) -> String {
    rest.removeFirst()
    var letters = String.UnicodeScalarView()
    while let letter = rest.popFirst() {
      guard letter == quote else {
        letters.append(letter)
        continue
      }
      guard rest.first == quote else { return String(letters) }
      letters.append(letter)
      rest.removeFirst()
    }
    throw fault("a quote is not closed")
  }

  static func fault(_ words: String) -> Problem {
    .badParameter("filter", "cannot be read: \(words)")
  }
}
