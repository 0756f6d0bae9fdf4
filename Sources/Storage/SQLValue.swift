public import SimpleFeatures

/// A value bound to `$1`, `$2`, … in a statement.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// WGS 84; each engine has its own binary form.
  case geometry(Geometry)

  public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  public init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
  public init(_ value: Double?) { self = value.map { .real($0) } ?? .null }
  public init(_ value: String?) { self = value.map { .text($0) } ?? .null }
  public init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }
  public init(_ value: DayNumber?) { self = value.map { .integer(Int64($0.number)) } ?? .null }
  public init(_ value: Instant?) { self = value.map { .integer($0.seconds) } ?? .null }
  public init(_ value: Geometry?) { self = value.map { .geometry($0) } ?? .null }
}

/// The row under the cursor, read by position from 0. Reading a null as a number or a text is an
/// answer of 0 or "": ask `isNull` first, or use the optional forms.
public protocol ResultRow: ~Copyable {
  func isNull(_ column: Int) -> Bool
  func integer(_ column: Int) -> Int64
  func real(_ column: Int) -> Double
  func text(_ column: Int) -> String
  /// The bytes of a text, valid within `body`; none for an unknown one.
  func withText(_ column: Int, _ body: (Span<UInt8>) -> Void)
  /// WGS 84; `nil` where the row has no place.
  func geometry(_ column: Int) throws(StorageError) -> Geometry?
  /// The cell of a column that holds values of any kind.
  func value(_ column: Int) throws(StorageError) -> SQLValue
}

extension ResultRow where Self: ~Copyable {
  public func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
  public func optionalReal(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }
  public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  /// The cell as an attribute of a declared type.
  func attribute(_ column: Int, as type: AttributeType) -> AttributeValue {
    guard !isNull(column) else { return .unknown }
    return switch type {
    case .boolean: .boolean(integer(column) != 0)
    case .integer: .integer(integer(column))
    case .real: .real(real(column))
    case .text: .text(text(column))
    case .day: .day(DayNumber(Int32(clamping: integer(column))))
    case .instant: .instant(Instant(integer(column)))
    }
  }
}
