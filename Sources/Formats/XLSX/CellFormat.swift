/// What a number in a cell means by its number format.
///
/// > ECMA-376-1:2016, 18.8.30 numFmt, with the formats built in for zh-cn.
enum CellFormat: Hashable {
  case general
  /// A day; `hasTime` when the format shows a time of day with it.
  case date(hasTime: Bool)
  /// A time of day.
  case time
  /// Hours, minutes, seconds that go on beyond a day: `[h]:mm`.
  case elapsed
  /// Nothing but zeros, as for codes that begin with zeros: so many digits.
  case padded(Int)

  /// Of a number format that needs no text, by its identifier.
  init(builtIn id: Int) {
    switch id {
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date(hasTime: false)
    case 22: self = .date(hasTime: true)
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 46: self = .elapsed
    default: self = .general
    }
  }

  /// Of a format's text, such as `yyyy"年"m"月"d"日"`, `[h]:mm`, `G/通用格式`, `000000`.
  init(_ text: String) {
    let letters = Self.letters(of: text)
    let zeros = letters.utf8.count { $0 == ASCII.zero }
    if zeros >= 2, zeros == letters.utf8.count {
      self = .padded(min(zeros, 32))
      return
    }
    if letters.contains("general") || letters.contains("g/") || letters.hasPrefix("@") {
      self = .general
      return
    }
    // `E+00` is an exponent; e alone is a year.
    let isScientific = letters.contains("e+") || letters.contains("e-")
    let clock = letters.replacing("am/pm", with: "h").replacing("a/p", with: "h")
    let hasDay = clock.contains { "ydag".contains($0) } || !isScientific && clock.contains("e")
    let hasHour = clock.contains { "hs".contains($0) }
    if letters.contains("[") {
      self = .elapsed
    } else if hasDay || !hasHour && clock.contains("m") {
      self = .date(hasTime: hasHour)
    } else {
      self = hasHour ? .time : .general
    }
  }

  /// The first section in lower case, without what is quoted, escaped, filled or in brackets; an
  /// elapsed unit leaves its bracket.
  private static func letters(of text: String) -> String {
    var letters = ""
    var rest = text[...]
    while let letter = rest.first, letter != ";" {
      rest.removeFirst()
      switch letter {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }.lowercased()
        rest = rest.dropFirst(inside.count + 1)
        if !inside.isEmpty,
          ["h", "m", "s"].contains(where: { unit in
            inside.allSatisfy { String($0) == unit }
          })
        {
          letters.append("[")
        }
      default: letters.append(contentsOf: letter.lowercased())
      }
    }
    return letters
  }
}
