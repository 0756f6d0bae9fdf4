/// The share of a value that a wind destroys, as the user sets it: there is no published curve for
/// rafts and cages, so that without one there is no number.
///
/// Straight between its points, 0 below the first, the last's share beyond it.
public struct DamageCurve: Sendable, Equatable {
  /// Metres a second, sustained, at 10 m; in ascending order.
  public let winds: [Double]
  /// From 0 to 1, never falling.
  public let shares: [Double]

  /// - Throws: `tooFewPlaces` for fewer than two points, `differentLengths`, `invalidParameter`.
  public init(winds: [Double], shares: [Double]) throws(AnalysisError) {
    guard winds.count == shares.count else {
      throw .differentLengths(column: "shares", count: shares.count, expected: winds.count)
    }
    guard winds.count >= 2 else { throw .tooFewPlaces(count: winds.count, minimum: 2) }
    for point in winds.indices {
      guard winds[point].isFinite, winds[point] >= 0, point == 0 || winds[point] > winds[point - 1]
      else {
        throw .invalidParameter(
          name: "wind \(point + 1) of the curve", requirement: "above the one before, in m/s")
      }
      guard shares[point] >= (point == 0 ? 0 : shares[point - 1]), shares[point] <= 1 else {
        throw .invalidParameter(
          name: "share \(point + 1) of the curve",
          requirement: "from the one before (0 at first) to 1")
      }
    }
    self.winds = winds
    self.shares = shares
  }

  /// - Complexity: O(log points).
  public func share(atMetresPerSecond wind: Double) -> Double {
    guard wind >= winds[0] else { return 0 }
    var (low, high) = (0, winds.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if winds[middle] <= wind { low = middle } else { high = middle }
    }
    guard low + 1 < winds.count else { return shares[low] }
    let part = (wind - winds[low]) / (winds[low + 1] - winds[low])
    return shares[low] + part * (shares[low + 1] - shares[low])
  }
}

/// How much of the open sea's wind reaches the shore, by how far the water before it is open (its
/// fetch). The shares are the user's; 1 everywhere says that no shelter is counted on.
public struct Sheltering: Sendable, Equatable, Codable {
  public var open = 1.0
  public var semi = 1.0
  public var sheltered = 1.0

  public init() {}

  /// - Parameter exposure: `open`, `semi` or `sheltered`; another, or `nil`, has the wind of `open`.
  public func factor(_ exposure: String?) -> Double {
    switch exposure {
    case "semi": semi
    case "sheltered": sheltered
    default: open
    }
  }

  /// - Throws: `invalidParameter` for a share not from 0 to 1.
  public func check() throws(AnalysisError) {
    for (name, share) in [("open", open), ("semi", semi), ("sheltered", sheltered)]
    where !(0...1).contains(share) {
      throw .invalidParameter(name: "sheltering \(name)", requirement: "from 0 to 1")
    }
  }
}

/// Persons who are still at sea when a storm comes. Crews go ashore before a typhoon: without a share
/// that is set by the user there is no figure.
public enum Crews {
  /// - Parameter evacuatedShare: of the workers, from 0 to 1.
  /// - Returns: `nil` without a share, or without a number of workers.
  public static func atSea(workers: Double?, evacuatedShare: Double?) -> Double? {
    guard let workers, let evacuatedShare, (0...1).contains(evacuatedShare) else { return nil }
    return workers * (1 - evacuatedShare)
  }
}
