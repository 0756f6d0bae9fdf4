/// One cell of a feature's table. What is not known is `unknown`: never zero, never an empty text.
public enum AttributeValue: Sendable, Hashable {
  case unknown
  case boolean(Bool)
  case integer(Int64)
  case real(Double)
  case text(String)
  /// A calendar day in the study area.
  case day(DayNumber)
  /// An instant, written in the study area's local time with its offset.
  case instant(Instant)
}

/// The type of a column of features.
public enum AttributeType: String, Sendable, Hashable, Codable {
  case boolean, integer, real, text, day, instant
}
