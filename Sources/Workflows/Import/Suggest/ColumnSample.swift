import Formats
import SimpleFeatures

/// What the first rows of a file say about one of its columns.
struct ColumnSample {
  let name: String
  let position: Int
  /// Values that are not empty, in the order of the rows.
  let values: [String]
  let rows: Int
  let isPersonal: Bool

  init(name: String, position: Int, cells: [String?]) {
    self.name = name
    self.position = position
    rows = cells.count
    values = cells.compactMap { $0 }.filter { !$0.isEmpty }
    isPersonal = PersonalData.isPersonal(column: name)
  }

  var missing: Int { rows - values.count }

  /// Distinct values with how often they stand, the most frequent first.
  func frequencies() -> [(value: String, count: Int)] {
    var counts: [String: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.map { (value: $0.key, count: $0.value) }.sorted {
      ($1.count, $0.value) < ($0.count, $1.value)
    }
  }

  var isUnique: Bool { !values.isEmpty && Set(values).count == values.count }

  func share(_ isSuch: (String) -> Bool) -> Double {
    values.isEmpty ? 0 : Double(values.count(where: isSuch)) / Double(values.count)
  }

  var numbers: [Double] {
    values.compactMap { try? FieldParser.real(Array($0.utf8).span) }
  }

  /// The values as coordinates, where nearly all are: degrees, with marks or without, or metres.
  var coordinates: [Double]? {
    let coordinates = values.compactMap(Self.coordinate)
    let isEnough = Double(coordinates.count) >= 0.9 * Double(values.count)
    return isEnough && !coordinates.isEmpty ? coordinates : nil
  }

  static func coordinate(_ value: String) -> Double? {
    let bytes = Array(value.utf8)
    return (try? FieldParser.real(bytes.span)) ?? (try? FieldParser.degrees(bytes.span))
  }

  /// A number with an exponent, or a code with `.0`: what a spreadsheet makes of a long code.
  static func isDamagedCode(_ value: String) -> Bool {
    (value.contains(".") || value.contains("+") || value.contains("E")) && Double(value) != nil
      && (value.contains("E") || value.contains("e") || value.hasSuffix(".0"))
  }

  /// Digits of the length of a region, town, village or grid.
  static func isPlaceCode(_ value: String) -> Bool {
    [6, 9, 12, 15].contains(value.utf8.count)
      && value.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && ("1"..."8").contains(value.prefix(1))
  }
}
