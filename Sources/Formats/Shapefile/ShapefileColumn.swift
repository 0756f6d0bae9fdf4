public import SimpleFeatures

/// A column of a shapefile's table, and what it was called before its name was cut to ten bytes.
public struct ShapefileColumn: Sendable, Hashable {
  /// The name that the schema promises.
  public let name: String
  /// At most ten bytes of UTF-8, once in the table whatever the case of its letters.
  public let shortName: String
  public let type: AttributeType
  /// In bytes.
  public let width: Int

  public var isRenamed: Bool { name != shortName }

  var letter: UInt8 {
    switch type {
    case .boolean: 0x4C
    case .integer, .real: 0x4E
    case .text, .instant: 0x43
    case .day: 0x44
    }
  }
  /// A hint for programs that show numbers; what is written has the digits that it needs.
  var decimals: Int { type == .real ? 15 : 0 }

  /// What a text can hold at most.
  public static let longestText = 254
  private static let longestName = 10
  private static let mostColumns = 255

  /// - Parameter textBytes: widths of texts by the schema's names; the others take 254 bytes.
  static func layout(
    _ schema: FeatureSchema, textBytes: [String: Int]
  ) throws(FormatError) -> [ShapefileColumn] {
    guard schema.fields.count <= mostColumns else {
      throw FormatError(
        .limit, "a .dbf holds at most \(mostColumns) columns", found: "\(schema.fields.count)")
    }
    let names = shortNames(schema.fields.map(\.name))
    let columns = zip(schema.fields, names).map { field, short in
      let width =
        switch field.type {
        case .boolean: 1
        // More digits are read as a number with rounding by GDAL.
        case .integer: 18
        // The longest text of a double: -2.2250738585072014e-308.
        case .real: 24
        case .text: min(max(textBytes[field.name] ?? longestText, 1), longestText)
        case .day: 8
        // 2026-07-03T08:05:09+08:00
        case .instant: 25
        }
      return ShapefileColumn(
        name: field.name, shortName: short, type: field.type, width: width)
    }
    return columns.isEmpty
      ? [ShapefileColumn(name: "FID", shortName: "FID", type: .integer, width: 10)] : columns
  }

  /// A name that is short enough keeps it; the others are cut at a character's border, and numbered
  /// where the cut makes them alike. The same names give the same answer.
  static func shortNames(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    var short = [String?](repeating: nil, count: names.count)
    let plain = names.map { String($0.unicodeScalars.map { isPlain($0) ? Character($0) : "_" }) }
    for (index, name) in plain.enumerated() where !name.isEmpty && name.utf8.count <= longestName {
      if taken.insert(name.lowercased()).inserted { short[index] = name }
    }
    return plain.enumerated().map { index, name in
      if let known = short[index] { return known }
      var candidate = cut(name.isEmpty ? "field" : name, to: longestName)
      var number = 1
      while !taken.insert(candidate.lowercased()).inserted {
        let suffix = "_\(number)"
        candidate = cut(name.isEmpty ? "field" : name, to: longestName - suffix.utf8.count) + suffix
        number += 1
      }
      return candidate
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
  }

  /// The longest beginning of whole characters.
  static func cut(_ text: String, to bytes: Int) -> String {
    var count = 0
    let kept = text.unicodeScalars.prefix {
      count += UTF8.width($0)
      return count <= bytes
    }
    return String(kept)
  }
}
