/// Why a kernel did not answer. Places and points are named by their position in the columns.
public enum AnalysisError: Error, Equatable, Sendable {
  case tooFewPlaces(count: Int, minimum: Int)
  case tooManyPoints(count: Int, maximum: Int)
  case differentLengths(column: String, count: Int, expected: Int)
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
    case .tooManyPoints(let count, let maximum):
      "too many points: \(count), at most \(maximum)"
    case .differentLengths(let column, let count, let expected):
      "column \(column) has \(count) elements, expected \(expected)"
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
}
