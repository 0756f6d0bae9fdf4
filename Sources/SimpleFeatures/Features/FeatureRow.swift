/// A feature under a cursor: read where it lies, without an object for each of its cells. It is
/// valid until the cursor moves on; what must last longer is `feature(_:)`.
///
/// Cells stand in the order of the schema's fields. A cell that is unknown has no value to ask for.
public protocol FeatureRow: AnyObject {
  var id: AttributeValue { get }
  /// Whether `geometry` is one.
  var hasGeometry: Bool { get }
  /// WGS 84; `nil` where the feature has no place.
  func geometry() throws -> Geometry?
  func isUnknown(_ field: Int) -> Bool
  /// An integer, a boolean (0 or 1), a day's number, or an instant's seconds.
  func integer(_ field: Int) -> Int64
  func real(_ field: Int) -> Double
  /// A text as UTF-8.
  func withText(_ field: Int, _ body: (Span<UInt8>) -> Void)
}

extension FeatureRow {
  public func value(_ field: Int, as type: AttributeType) -> AttributeValue {
    guard !isUnknown(field) else { return .unknown }
    switch type {
    case .boolean: return .boolean(integer(field) != 0)
    case .integer: return .integer(integer(field))
    case .real: return .real(real(field))
    case .day: return .day(DayNumber(Int32(clamping: integer(field))))
    case .instant: return .instant(Instant(integer(field)))
    case .text:
      var text = ""
      withText(field) { bytes in
        text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
      return .text(text)
    }
  }

  public func feature(_ schema: FeatureSchema) throws -> Feature {
    var values: [AttributeValue] = []
    values.reserveCapacity(schema.fields.count)
    for (index, field) in schema.fields.enumerated() {
      values.append(value(index, as: field.type))
    }
    return Feature(id: id, geometry: try geometry(), values: values)
  }
}

/// A feature in memory, as a row.
public final class KeptFeatureRow: FeatureRow {
  public var feature: Feature

  public init(_ feature: Feature) { self.feature = feature }

  public var id: AttributeValue { feature.id }
  public var hasGeometry: Bool { feature.geometry != nil }
  public func geometry() -> Geometry? { feature.geometry }
  public func isUnknown(_ field: Int) -> Bool { feature.values[field] == .unknown }

  public func integer(_ field: Int) -> Int64 {
    switch feature.values[field] {
    case .integer(let value): value
    case .boolean(let value): value ? 1 : 0
    case .day(let day): Int64(day.number)
    case .instant(let instant): instant.seconds
    case .unknown, .real, .text: 0
    }
  }

  public func real(_ field: Int) -> Double {
    if case .real(let value) = feature.values[field] { value } else { 0 }
  }

  public func withText(_ field: Int, _ body: (Span<UInt8>) -> Void) {
    guard case .text(var text) = feature.values[field] else { return }
    text.withUTF8 { body($0.span) }
  }
}
