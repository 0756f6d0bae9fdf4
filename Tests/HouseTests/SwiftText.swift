/// Swift text, told apart into code, comments and string literals.
///
/// Not a parser: it knows comments (nested), literals of every form with their interpolations, and
/// regular expressions, which is all that a law about words needs.
struct SwiftText: Sendable {
  /// The text with comments and the insides of literals blanked, at the same offsets.
  private(set) var code = ""
  /// The text with comments blanked, at the same offsets.
  private(set) var uncommented = ""
  /// What each literal says; an interpolation stands as `…`. Offsets are in UTF-16 units.
  private(set) var literals: [(offset: Int, content: String)] = []

  private let units: [UInt16]
  private var codeUnits: [UInt16]
  private var uncommentedUnits: [UInt16]
  private var position = 0

  init(_ text: String) {
    units = Array(text.utf16)
    codeUnits = units
    uncommentedUnits = units
    skipCode(insideInterpolation: false)
    code = String(decoding: codeUnits, as: UTF16.self)
    uncommented = String(decoding: uncommentedUnits, as: UTF16.self)
  }

  private func at(_ offset: Int, is expected: String) -> Bool {
    offset + expected.utf16.count <= units.count
      && units[offset...].starts(with: expected.utf16)
  }

  private mutating func blank(_ range: Range<Int>, comment: Bool = false) {
    for index in range where units[index] != newline {
      codeUnits[index] = space
      if comment { uncommentedUnits[index] = space }
    }
  }

  /// Runs to the end, or to the `)` that closes an interpolation.
  private mutating func skipCode(insideInterpolation: Bool) {
    var depth = 0
    while position < units.count {
      if at(position, is: "//") {
        let start = position
        while position < units.count, units[position] != newline { position += 1 }
        blank(start..<position, comment: true)
      } else if at(position, is: "/*") {
        skipBlockComment()
      } else if let hashes = hashesBeforeQuote() {
        readLiteral(hashes: hashes)
      } else if let end = endOfRegularExpression() {
        blank(position..<end)
        position = end
      } else {
        if units[position] == openParenthesis { depth += 1 }
        if units[position] == closeParenthesis {
          if insideInterpolation, depth == 0 { return }
          depth -= 1
        }
        position += 1
      }
    }
  }

  private mutating func skipBlockComment() {
    let start = position
    var depth = 0
    repeat {
      if at(position, is: "/*") {
        depth += 1
        position += 2
      } else if at(position, is: "*/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < units.count
    position = min(position, units.count)
    blank(start..<position, comment: true)
  }

  private func hashesBeforeQuote() -> Int? {
    var offset = position
    while offset < units.count, units[offset] == hash { offset += 1 }
    return offset < units.count && units[offset] == quote ? offset - position : nil
  }

  private mutating func readLiteral(hashes: Int) {
    let start = position
    let guards = String(repeating: "#", count: hashes)
    position += hashes
    let mark = at(position, is: "\"\"\"") ? "\"\"\"" : "\""
    position += mark.utf16.count
    var content: [UInt16] = []
    var blankFrom = position
    while position < units.count {
      if at(position, is: mark + guards) {
        blank(blankFrom..<position)
        position += mark.utf16.count + hashes
        break
      }
      if at(position, is: "\\" + guards) {
        position += 1 + hashes
        guard position < units.count else { break }
        if units[position] == openParenthesis {
          blank(blankFrom..<position)
          content.append(contentsOf: "…".utf16)
          position += 1
          skipCode(insideInterpolation: true)
          blankFrom = position
        } else {
          content.append(units[position] == letterN ? newline : units[position])
        }
        position += 1
        continue
      }
      // A literal of one line that does not end is no literal; the compiler will say so.
      if mark.utf16.count == 1, units[position] == newline { break }
      content.append(units[position])
      position += 1
    }
    position = min(position, units.count)
    literals.append((start, String(decoding: content, as: UTF16.self)))
  }

  /// The end of `/…/` or `#/…/#` at this place, if one begins here.
  private func endOfRegularExpression() -> Int? {
    if at(position, is: "#/") {
      var offset = position + 2
      while offset < units.count, !at(offset, is: "/#") { offset += 1 }
      return min(offset + 2, units.count)
    }
    guard units[position] == slash, position + 1 < units.count,
      units[position + 1] != space, units[position + 1] != closeParenthesis
    else { return nil }
    // A division follows a value, a regular expression does not.
    var before = position - 1
    while before >= 0, units[before] == space || units[before] == newline { before -= 1 }
    guard before < 0 || "(=,:[{".utf16.contains(units[before]) else { return nil }
    var offset = position + 1
    while offset < units.count, units[offset] != newline {
      if units[offset] == slash { return offset + 1 }
      offset += units[offset] == backslash ? 2 : 1
    }
    return nil
  }

  private let newline: UInt16 = 10
  private let space: UInt16 = 32
  private let quote: UInt16 = 34
  private let hash: UInt16 = 35
  private let openParenthesis: UInt16 = 40
  private let closeParenthesis: UInt16 = 41
  private let slash: UInt16 = 47
  private let backslash: UInt16 = 92
  private let letterN: UInt16 = 110
}
