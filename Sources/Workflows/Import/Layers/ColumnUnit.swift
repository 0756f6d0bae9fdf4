import Formats
import Storage

/// The unit in which a file gives a column, where it is another than the layer's: a mapping says
/// so, `units: {loss_yuan: 万元}`. Nothing is guessed from the numbers.
struct ColumnUnit: Sendable, Hashable {
  enum Effect: Sendable, Hashable {
    /// Moves the decimal point to the right: exact for money and for counts.
    case powerOfTen(Int)
    /// Times the first, by the second.
    case ratio(Double, Double)
    /// Says what the column counts, in the column of that name.
    case counts(String, column: String)
  }

  let name: String
  let effect: Effect

  /// - Returns: `nil` for a word that is no unit of the column.
  init?(_ name: String, of column: LayerColumn, in layer: ImportLayer) {
    guard let effect = Self.effects(of: column, in: layer).first(where: { $0.name == name })?.effect
    else { return nil }
    self.name = name
    self.effect = effect
  }

  var powerOfTen: Int { if case .powerOfTen(let power) = effect { power } else { 0 } }

  func applied(to value: Double) -> Double {
    switch effect {
    case .powerOfTen(let power): (0..<power).reduce(value) { product, _ in product * 10 }
    case .ratio(let numerator, let denominator): value * numerator / denominator
    case .counts: value
    }
  }

  /// The units that a mapping may say of a column, the layer's own first.
  static func names(of column: LayerColumn, in layer: ImportLayer) -> [String] {
    effects(of: column, in: layer).map(\.name)
  }

  /// A unit that the header of a file shows and that is not the column's own: read as it stands,
  /// the numbers would be wrong by that factor.
  static func foreign(in header: String, of column: LayerColumn, in layer: ImportLayer) -> String? {
    let known = effects(of: column, in: layer)
    let shown =
      known.filter { unit in
        ["（\(unit.name)）", "(\(unit.name))", "/\(unit.name)", "_\(unit.name)"].contains {
          header.contains($0)
        } || header.hasSuffix(unit.name)
      }.max { $0.name.count < $1.name.count }
    switch shown?.effect {
    case .powerOfTen(let power) where power > 0: return shown?.name
    case .ratio: return shown?.name
    case .powerOfTen, .counts, nil: break
    }
    // “损失万元计” and the like: whatever it is, it is not yuan.
    return column.kind == .yuan && header.contains("万") ? "万元" : nil
  }

  private static func effects(
    of column: LayerColumn, in layer: ImportLayer
  ) -> [(name: String, effect: Effect)] {
    switch column.kind {
    case .yuan:
      return [
        ("元", .powerOfTen(0)), ("百元", .powerOfTen(2)), ("千元", .powerOfTen(3)),
        ("万元", .powerOfTen(4)), ("百万元", .powerOfTen(6)), ("亿元", .powerOfTen(8)),
      ]
    case .count:
      return [
        ("人", .powerOfTen(0)), ("户", .powerOfTen(0)), ("千人", .powerOfTen(3)),
        ("万", .powerOfTen(4)), ("万人", .powerOfTen(4)), ("万户", .powerOfTen(4)),
      ]
    case .amount, .positive, .real:
      return measured.first { column.name.hasSuffix($0.suffix) }?.units
        ?? counted(column, in: layer)
    default: return []
    }
  }

  /// Lengths and areas by definition; the knot is 1852 metres an hour (ISO 80000-3), the mu 1/15
  /// hectare (国务院 1984).
  private static let measured: [(suffix: String, units: [(name: String, effect: Effect)])] = [
    (
      "_mu",
      [
        ("亩", .powerOfTen(0)), ("万亩", .powerOfTen(4)), ("公顷", .ratio(15, 1)),
        ("平方米", .ratio(3, 2000)), ("平方公里", .ratio(1500, 1)),
      ]
    ),
    (
      "_m",
      [
        ("米", .powerOfTen(0)), ("公里", .powerOfTen(3)), ("千米", .powerOfTen(3)),
        ("km", .powerOfTen(3)), ("海里", .ratio(1852, 1)),
      ]
    ),
    (
      "_km",
      [
        ("公里", .powerOfTen(0)), ("千米", .powerOfTen(0)), ("km", .powerOfTen(0)),
        ("米", .ratio(1, 1000)), ("海里", .ratio(1852, 1000)),
      ]
    ),
    (
      "_kt",
      [
        ("节", .powerOfTen(0)), ("kt", .powerOfTen(0)), ("米/秒", .ratio(3600, 1852)),
        ("m/s", .ratio(3600, 1852)), ("公里/小时", .ratio(1000, 1852)),
      ]
    ),
    ("_hpa", [("百帕", .powerOfTen(0)), ("hPa", .powerOfTen(0)), ("千帕", .powerOfTen(1))]),
    ("_mm", [("毫米", .powerOfTen(0)), ("mm", .powerOfTen(0)), ("厘米", .powerOfTen(1))]),
  ]

  /// What is counted, in the words of the county and of the store.
  private static let things: [(name: String, word: String)] = [
    ("亩", "mu"), ("口", "kou"), ("箱", "xiang"), ("人", "person"), ("户", "household"),
    ("艘", "vessel"), ("份", "share"),
  ]

  private static func counted(
    _ column: LayerColumn, in layer: ImportLayer
  ) -> [(name: String, effect: Effect)] {
    guard ["quantity", "units"].contains(column.name),
      let unit = layer.definition.columns.first(where: { $0.name == "unit" }),
      case .word(let words) = unit.kind
    else { return [] }
    return things.filter { words.contains($0.word) }.map {
      ($0.name, .counts($0.word, column: "unit"))
    }
  }
}
