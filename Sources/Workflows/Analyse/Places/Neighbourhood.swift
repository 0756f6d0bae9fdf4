/// How places are neighbours.
public enum Neighbourhood: Sendable, Hashable {
  /// A shared point, or a gap of at most a metre.
  case queen
  /// A shared border.
  case rook
  /// Label points within a distance in metres.
  case distance(Double)
  /// The nearest label points.
  case nearest(Int)
  /// As `queen`, but across a bay is not next door: land units over land, sea cells through water.
  case water(WaterReach)

  /// How far a unit reaches beyond those that it touches, where land and water are told apart.
  public struct WaterReach: Sendable, Hashable {
    /// Label points this near are neighbours too, if the way there is open; `nil` for touching alone.
    public var metres: Double?
    /// Only so many of them, the nearest, in place of all.
    public var nearest: Int?
    /// How much of the straight way may lie outside the units' medium.
    public var crossingMetres: Double

    public static let defaultCrossingMetres = 100.0

    public init(
      metres: Double? = nil, nearest: Int? = nil,
      crossingMetres: Double = WaterReach.defaultCrossingMetres
    ) {
      self.metres = metres
      self.nearest = nearest
      self.crossingMetres = crossingMetres
    }
  }

  static let longestMetres = 1_000_000.0
  static let mostNearest = 1_000

  var name: String {
    switch self {
    case .queen: return "queen"
    case .rook: return "rook"
    case .distance(let metres): return "distance \(metres)"
    case .nearest(let count): return "knn \(count)"
    case .water(let reach):
      guard let metres = reach.metres else { return "water" }
      let knn = reach.nearest.map { " knn \($0)" } ?? ""
      return "water\(knn) within \(metres) crossing \(reach.crossingMetres)"
    }
  }

  /// - Throws: a usage error that names the range.
  func validate() throws(WorkflowError) {
    switch self {
    case .queen, .rook: return
    case .distance(let metres): try Self.requireLength(metres, "--bandwidth")
    case .nearest(let count): try Self.requireCount(count)
    case .water(let reach):
      if let metres = reach.metres { try Self.requireLength(metres, "--bandwidth") }
      if let nearest = reach.nearest {
        try Self.requireCount(nearest)
        guard reach.metres != nil else {
          throw .usage("--neighbours water with --knn needs --bandwidth METRES, the farthest")
        }
      }
      guard (0...Self.longestMetres).contains(reach.crossingMetres) else {
        throw .usage(
          "--crossing \(reach.crossingMetres): from 0 to \(Int(Self.longestMetres)) metres")
      }
    }
  }

  private static func requireLength(_ metres: Double, _ flag: String) throws(WorkflowError) {
    guard metres > 0, metres <= longestMetres else {
      throw .usage("\(flag) \(metres): more than 0 and at most \(Int(longestMetres)) metres")
    }
  }

  private static func requireCount(_ count: Int) throws(WorkflowError) {
    guard (1...mostNearest).contains(count) else {
      throw .usage("--knn \(count): from 1 to \(mostNearest)")
    }
  }
}
