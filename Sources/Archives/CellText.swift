/// How a number of a foreign file becomes a text.
enum CellText {
  /// Whole numbers as a person typed them: `350921104201`, not `350921104201.0`. Excel keeps 15
  /// digits; a longer number has lost some, and keeps its point and exponent so that nobody takes
  /// it for a code.
  static func number(_ value: Double) -> String {
    guard value == value.rounded(), abs(value) < 1e15 else { return "\(value)" }
    return "\(Int64(value))"
  }
}
