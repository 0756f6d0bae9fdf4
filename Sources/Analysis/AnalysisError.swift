/// Why a kernel did not answer. Places and points are named by their position in the columns.
public enum AnalysisError: Error, Equatable, Sendable {
  case tooFewPlaces(count: Int, minimum: Int)
  case tooFewIncidents(count: Double, minimum: Double)
  case tooFewBins(count: Int, minimum: Int)
  case tooManyPoints(count: Int, maximum: Int)
  case differentLengths(column: String, count: Int, expected: Int)
  /// One value everywhere: nothing varies that could go with a place.
  case constant(column: String)
  case notFinite(column: String, position: Int)
  case negative(column: String, position: Int)
  case invalidParameter(name: String, requirement: String)
  case invalidGraph(place: Int, reason: String)
  case cancelled
}

extension AnalysisError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewPlaces(let count, let minimum):
      "too few to say: \(count) \(count == 1 ? "place" : "places"), at least \(minimum)"
    case .tooFewIncidents(let count, let minimum):
      "too few to say: \(Self.plain(count)) \(count == 1 ? "incident" : "incidents"), "
        + "at least \(Self.plain(minimum))"
    case .tooFewBins(let count, let minimum):
      "too few to say: \(count) time \(count == 1 ? "bin" : "bins"), at least \(minimum)"
    case .tooManyPoints(let count, let maximum):
      "too many points: \(count), at most \(maximum)"
    case .differentLengths(let column, let count, let expected):
      "column \(column) has \(count) elements, expected \(expected)"
    case .constant(let column):
      "column \(column) has the same value everywhere"
    case .notFinite(let column, let position):
      "column \(column) is not a finite number at position \(position)"
    case .negative(let column, let position):
      "column \(column) is negative at position \(position)"
    case .invalidParameter(let name, let requirement):
      "\(name) must be \(requirement)"
    case .invalidGraph(let place, let reason):
      "neighbours of place \(place): \(reason)"
    case .cancelled:
      "cancelled"
    }
  }

  /// A whole number without its decimal point.
  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
