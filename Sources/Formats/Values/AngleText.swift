/// An angle as people write it in a table of boundary points.
extension FieldParser {
  /// Degrees, decimal or with minutes and seconds: `119.9918`, `119°59′30.5″`, `119°59'30.5"`,
  /// `119度59分30.5秒`, `119:59:30.5`, `119 59 30.5`, `119-59-30.5`; digits and signs of full width
  /// too. A hemisphere may stand before or behind it: `E`, `W`, `N`, `S`, `东经`, `西经`, `北纬`,
  /// `南纬`; a minus sign also stands for west and south, but not together with one.
  ///
  /// - Returns: degrees, within ±360.
  /// - Throws: `FormatError` where minutes or seconds reach 60, a part but the last has a fraction,
  ///   or marks are missing or in the wrong order.
  /// - Complexity: O(bytes).
  public static func degrees(_ bytes: Span<UInt8>) throws(FormatError) -> Double {
    var scanner = AngleScanner(text(bytes.extracting(trimmed(bytes))))
    guard let degrees = scanner.degrees() else {
      throw failure(
        scanner.fault, bytes, "degrees such as 119.9918, 119°59′30.5″ or 119度59分30.5秒")
    }
    return degrees
  }

  /// Whether a text bears a mark of degrees or minutes, so that it is no plain number.
  public static func hasAngleMarks(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      // All marks but two are beyond ASCII; a plain number is within.
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return true }
      if byte >= 0x80 {
        return text(bytes).unicodeScalars.contains { AngleScanner.marks[$0] != nil }
      }
    }
    return false
  }
}

private struct AngleScanner {
  enum Mark: Int { case degree, minute, second }

  /// What ends degrees, minutes and seconds, as seen in files.
  static let marks: [Unicode.Scalar: Mark] = [
    "°": .degree, "º": .degree, "度": .degree, "˚": .degree, "ﾟ": .degree,
    "′": .minute, "'": .minute, "’": .minute, "‘": .minute, "分": .minute, "＇": .minute,
    "´": .minute, "ˊ": .minute,
    "″": .second, "\"": .second, "”": .second, "“": .second, "秒": .second, "＂": .second,
    "˝": .second,
  ]

  private var scalars: [Unicode.Scalar] = []
  private(set) var fault = "not an angle"

  init(_ text: String) {
    // Characters of full width lie 0xFEE0 above their narrow ones.
    for scalar in text.unicodeScalars {
      if (0xFF01...0xFF5E).contains(scalar.value), Self.marks[scalar] == nil {
        scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      } else if scalar == "\u{3000}" || scalar == "\u{A0}" {
        scalars.append(" ")
      } else if scalar == "−" || scalar == "–" {
        scalars.append("-")
      } else if scalar == "。" || scalar == "．" {
        scalars.append(".")
      } else {
        scalars.append(scalar)
      }
    }
  }

  mutating func degrees() -> Double? {
    let hemisphere = takeHemisphere()
    trim()
    var isNegative = false
    if let first = scalars.first, first == "-" || first == "+" {
      isNegative = first == "-"
      scalars.removeFirst()
      guard hemisphere == nil else { return fail("a sign and a hemisphere") }
    }
    guard let parts = numbers() else { return nil }
    if parts.dropLast().contains(where: { $0 != $0.rounded(.down) }) {
      return fail("a fraction before the last part")
    }
    if parts.dropFirst().contains(where: { $0 >= 60 }) {
      return fail("60 minutes or seconds or more")
    }
    let sum = zip(parts, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
    guard sum <= 360 else { return fail("an angle beyond 360°") }
    return isNegative || hemisphere == -1 ? -sum : sum
  }

  private mutating func fail<T>(_ reason: String) -> T? {
    fault = reason
    return nil
  }

  private static let words: [(text: String, sign: Double)] = [
    ("东经", 1), ("北纬", 1), ("西经", -1), ("南纬", -1),
    ("E", 1), ("N", 1), ("W", -1), ("S", -1), ("e", 1), ("n", 1), ("w", -1), ("s", -1),
  ]

  private mutating func takeHemisphere() -> Double? {
    for (word, sign) in Self.words {
      let letters = Array(word.unicodeScalars)
      if scalars.starts(with: letters) {
        scalars.removeFirst(letters.count)
        return sign
      }
      if scalars.count > letters.count, scalars.suffix(letters.count) == letters[...] {
        scalars.removeLast(letters.count)
        return sign
      }
    }
    return nil
  }

  private mutating func trim() {
    while let first = scalars.first, first == " " || first == ":" { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
  }

  /// One to three numbers, all but the last followed by its mark or by a separator.
  private mutating func numbers() -> [Double]? {
    var parts: [Double] = []
    var index = 0
    var separator: Unicode.Scalar?
    while index < scalars.count {
      guard parts.count < 3 else { return nil }
      let start = index
      while index < scalars.count, isNumeral(scalars[index]) { index += 1 }
      var digits = String.UnicodeScalarView()
      digits.append(contentsOf: scalars[start..<index])
      guard index > start, let number = Double(String(digits)) else { return nil }
      parts.append(number)
      var hasMark = false
      if index < scalars.count, let mark = Self.marks[scalars[index]] {
        // Two minute marks are how some write seconds.
        let isDouble =
          mark == .minute && index + 1 < scalars.count && Self.marks[scalars[index + 1]] == .minute
        let meant = isDouble ? Mark.second : mark
        guard meant.rawValue == parts.count - 1 else { return fail("marks in the wrong order") }
        index += isDouble ? 2 : 1
        hasMark = true
      }
      while index < scalars.count, scalars[index] == " ", hasMark { index += 1 }
      guard !hasMark, index < scalars.count else { continue }
      guard separator == nil || separator == scalars[index],
        [" ", ":", "-"].contains(scalars[index]), index + 1 < scalars.count
      else { return nil }
      separator = scalars[index]
      index += 1
    }
    return parts.isEmpty ? nil : parts
  }

  private func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || ("0"..."9").contains(scalar)
  }
}
