import SimpleFeatures
import Storage

/// A row of any imported layer, made from its description: every column has a value of its own, so
/// that two that are exchanged show.
struct LayerRow {
  let layer: Layer
  /// Of the stored columns, in their order.
  let values: [SQLValue]

  static var layers: [Layer] {
    Layer.all.filter { !$0.columns.isEmpty && !["grids", "incidents"].contains($0.name) }
  }

  /// - Parameter number: another number makes another key.
  init(_ layer: Layer, number: Int = 1) {
    self.layer = layer
    values = layer.columns.filter { $0.use == .stored }.enumerated().map { position, column in
      Self.value(column, of: layer, position: position, number: number)
    }
  }

  var geometry: Geometry? {
    switch layer.schema.geometry {
    case nil: nil
    case .multiPolygon: .multiPolygon([StoreConformance.square])
    case .multiLineString:
      .multiLineString([[Coordinate(x: 120, y: 26.8), Coordinate(x: 120.1, y: 26.9)]])
    default: .point(Coordinate(x: 120.005, y: 26.805))
    }
  }

  func upsert(importID: Int64) -> UpsertRow? {
    UpsertRow(layer, values: values, importID: importID, geometry: geometry)
  }

  /// What a reader gets, by the columns' names.
  var attributes: [String: AttributeValue] {
    let stored = layer.columns.filter { $0.use == .stored }
    return Dictionary(
      uniqueKeysWithValues: zip(stored, values).map { ($0.name, Self.attribute($1, $0)) })
  }

  private static func value(
    _ column: LayerColumn, of layer: Layer, position: Int, number: Int
  ) -> SQLValue {
    if let reference = column.reference, reference.isRequired {
      if reference.layer == "incidents" {
        return .text(column.name == "incident" ? "case-\(number)" : "case-\(number + 1)")
      }
      return .text("\(reference.layer)-\(number)")
    }
    if layer.columns.contains(where: { $0.reference?.partner == column.name }) {
      return .text("110")
    }
    switch column.kind {
    case .code, .placeCode:
      return .text(
        layer.key.first == column.name ? "\(layer.name)-\(number)" : "code of \(column.name)")
    case .label: return .text("text of \(column.name)")
    case .word(let words): return .text(words.last ?? "")
    case .count: return .integer(Int64(position + 3))
    case .integer(let range): return .integer(Int64(range.lowerBound + 1))
    case .amount, .positive: return .real(Double(position) + 0.5)
    case .real(let range): return .real(range.lowerBound + Double(position) + 0.25)
    // What is paid lies below what is insured.
    case .yuan:
      return .integer(Int64(100 * position + 25 + (layer.name == "policies" ? 100_000 : 0)))
    // A claim lies in the period of its policy.
    case .day: return .integer(Int64((layer.name == "claims" ? 20_100 : 20_000) + position))
    case .instant: return .integer(Int64(1_700_000_000 + position))
    case .boolean: return .integer(1)
    }
  }

  private static func attribute(_ value: SQLValue, _ column: LayerColumn) -> AttributeValue {
    switch (value, column.kind) {
    case (.integer(let fen), .yuan): .real(Double(fen) / 100)
    case (.integer(let day), .day): .day(DayNumber(Int32(day)))
    case (.integer(let seconds), .instant): .instant(Instant(seconds))
    case (.integer(let truth), .boolean): .boolean(truth != 0)
    case (.integer(let number), _): .integer(number)
    case (.real(let number), _): .real(number)
    case (.text(let text), _): .text(text)
    default: .unknown
    }
  }
}
