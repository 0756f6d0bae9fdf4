/// How one column writes its times, in the letters of Unicode's date patterns (UTS #35).
///
/// `yyyy` four digits; `yy` two, 2000 to 2099; `M` `d` `H` `m` `s` one or two digits; `MM` `dd`
/// `HH` `mm` `ss` two; `SSS` a fraction of a second, dropped; `X` `XXX` an offset such as `Z` or
/// `+08:00`. Letters in single quotes and all else stand for themselves.
public struct CivilTimePattern: Sendable, Hashable {
  public let text: String
  private let parts: [Part]

  private enum Part: Sendable, Hashable {
    case year, shortYear, fraction, zone
    case number(Field, ClosedRange<Int>)
    case literal([UInt8])
  }

  private enum Field: Sendable, Hashable { case month, day, hour, minute, second }

  public init(_ text: String) throws(FormatError) {
    self.text = text
    var parts: [Part] = []
    var rest = text[...]
    while let letter = rest.first {
      if letter == "'" {
        rest = rest.dropFirst()
        guard let close = rest.firstIndex(of: "'") else {
          throw Self.fault("a quote is not closed", text)
        }
        parts.append(.literal(close == rest.startIndex ? [0x27] : Array(rest[..<close].utf8)))
        rest = rest[rest.index(after: close)...]
      } else if letter.isASCII && letter.isLetter {
        let run = rest.prefix { $0 == letter }
        rest = rest.dropFirst(run.count)
        guard let part = Self.part(letter, run.count) else {
          throw Self.fault("\"\(run)\" means nothing in a time pattern", text)
        }
        parts.append(part)
      } else {
        parts.append(.literal(Array(String(letter).utf8)))
        rest = rest.dropFirst()
      }
    }
    let years = parts.count { $0 == .year || $0 == .shortYear }
    func has(_ field: Field) -> Bool {
      parts.contains { if case .number(field, _) = $0 { true } else { false } }
    }
    guard years == 1, has(.month), has(.day) else {
      throw Self.fault("a time pattern needs year, month and day", text)
    }
    self.parts = parts
  }

  private static func fault(_ message: String, _ text: String) -> FormatError {
    FormatError(.value, message, found: text, expected: "a pattern such as dd.MM.yyyy HH:mm")
  }

  private static func part(_ letter: Character, _ count: Int) -> Part? {
    let width = count == 1 ? 1...2 : 2...2
    switch (letter, count) {
    case ("y", 4): return .year
    case ("y", 2): return .shortYear
    case ("M", 1...2): return .number(.month, width)
    case ("d", 1...2): return .number(.day, width)
    case ("H", 1...2): return .number(.hour, width)
    case ("m", 1...2): return .number(.minute, width)
    case ("s", 1...2): return .number(.second, width)
    case ("S", 1...9): return .fraction
    case ("X", 1...3), ("x", 1...3): return .zone
    default: return nil
    }
  }

  func parse(_ bytes: Span<UInt8>) throws(FormatError) -> CivilTime {
    var scanner = CivilTimeScanner()
    for part in parts {
      guard take(part, bytes, &scanner) else { throw failure("not a time of this pattern", bytes) }
    }
    guard scanner.index == bytes.count else { throw failure("not a time of this pattern", bytes) }
    guard let time = scanner.value else {
      throw failure("a date or time that does not exist", bytes)
    }
    return time
  }

  private func failure(_ message: String, _ bytes: Span<UInt8>) -> FormatError {
    FieldParser.failure(message, bytes, text)
  }

  private func take(
    _ part: Part, _ bytes: Span<UInt8>, _ scanner: inout CivilTimeScanner
  ) -> Bool {
    switch part {
    case .year:
      guard let year = scanner.digits(bytes, 4...4) else { return false }
      scanner.year = year
    case .shortYear:
      guard let year = scanner.digits(bytes, 2...2) else { return false }
      scanner.year = 2000 + year
    case .fraction: return scanner.digits(bytes, 1...9) != nil
    case .zone:
      scanner.hasTime = true
      let before = scanner.index
      return scanner.zone(bytes) && scanner.index > before
    case .literal(let literal):
      for byte in literal {
        guard scanner.byte(byte, bytes) else { return false }
      }
    case .number(let field, let width):
      guard let number = scanner.digits(bytes, width) else { return false }
      switch field {
      case .month: scanner.month = number
      case .day: scanner.day = number
      case .hour: scanner.hour = number
      case .minute: scanner.minute = number
      case .second: scanner.second = number
      }
      if field != .month && field != .day { scanner.hasTime = true }
    }
    return true
  }
}
