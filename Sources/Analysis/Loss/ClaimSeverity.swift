#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How large a claim is: the sums seen below a threshold, and above it a Pareto tail by Hill's
/// estimator; a heavy tail is not smoothed away by a mean.
///
/// Sums are in one unit throughout, such as yuan.
///
/// > B.M. Hill. "A Simple General Approach to Inference About the Tail of a Distribution." *Annals of
/// > Statistics*, vol. 3, no. 5, 1975. doi:10.1214/aos/1176343247
///
/// > S.A. Klugman, H.H. Panjer, G.E. Willmot. *Loss Models*. Wiley, 4th edition, 2012, § 5.3.
public struct ClaimSeverity: Sendable {
  /// Fewer claims say too little of a tail.
  public static let fewestClaims = 10
  /// Of the claims, the share that makes the tail, and the fewest that do.
  static let tailFraction = 0.1
  static let fewestInTail = 5

  /// The sums at or below the threshold, sorted.
  public let body: [Double]
  public let threshold: Double
  /// Of the claims, those above the threshold.
  public let tailShare: Double
  /// α of P(X > x) = (threshold / x)^α, by the likelihood of claims of which some are cut at the cap;
  /// without a cap it is Hill's. At or below 1 the tail has no mean but for the cap. `nil`
  /// where the largest claims are all the same.
  public let tailExponent: Double?
  /// The most that a claim can be: the limit of the item. `.infinity` for none.
  public let cap: Double

  /// - Parameter claims: above 0, in any order.
  /// - Throws: `tooFewIncidents`, `notFinite`, `negative` for a claim of 0 or less,
  ///   `invalidParameter` for a cap that is not above 0.
  /// - Complexity: O(claims · log claims).
  public init(_ claims: [Double], cap: Double = .infinity) throws(AnalysisError) {
    guard claims.count >= Self.fewestClaims else {
      throw .tooFewIncidents(count: Double(claims.count), minimum: Double(Self.fewestClaims))
    }
    for (position, claim) in claims.enumerated() {
      guard claim.isFinite else { throw .notFinite(column: "claims", position: position) }
      guard claim > 0 else { throw .negative(column: "claims", position: position) }
    }
    guard cap > 0 else { throw .invalidParameter(name: "cap", requirement: "above 0") }
    let sorted = claims.map { min($0, cap) }.sorted()
    let tail = min(
      max(Self.fewestInTail, Int(Double(sorted.count) * Self.tailFraction)), sorted.count - 1)
    let threshold = sorted[sorted.count - tail - 1]
    let logs = sorted.suffix(tail).reduce(0) { $0 + log($1 / threshold) }
    // A claim at the cap was cut: it is known to be as large, and not how much larger. Where all of
    // the tail is cut, half a claim keeps the exponent above 0.
    let uncut = max(0.5, Double(sorted.suffix(tail).count { $0 < cap }))
    body = Array(sorted.prefix(sorted.count - tail))
    self.threshold = threshold
    tailShare = Double(tail) / Double(sorted.count)
    tailExponent = logs > 0 ? uncut / logs : nil
    self.cap = cap
  }

  /// The mean with the cap; infinite for a tail of α ≤ 1 without one.
  public var mean: Double {
    let below = body.reduce(0, +) / Double(body.count)
    guard let alpha = tailExponent else {
      return below * (1 - tailShare) + threshold * tailShare
    }
    let above: Double
    if cap.isInfinite {
      above = alpha > 1 ? alpha * threshold / (alpha - 1) : .infinity
    } else {
      // The integral of P(X > x) from 0 to the cap.
      let ratio = threshold / cap
      above =
        abs(alpha - 1) < 1e-9
        ? threshold * (1 - log(ratio))
        : threshold + threshold * (1 - pow(ratio, alpha - 1)) / (alpha - 1)
    }
    return below * (1 - tailShare) + above * tailShare
  }

  /// The sum that a claim exceeds with a chance; capped.
  public func exceeded(withChance chance: Double) -> Double {
    guard chance < tailShare else {
      let place = Int(((1 - chance) / (1 - tailShare) * Double(body.count)).rounded(.down))
      return body[min(max(0, place), body.count - 1)]
    }
    guard let alpha = tailExponent, chance > 0 else { return min(cap, threshold) }
    return min(cap, threshold * pow(chance / tailShare, -1 / alpha))
  }

  /// One claim.
  @inline(__always)
  func draw(_ generator: inout ReplicateGenerator, inverseExponent: Double) -> Double {
    let u = generator.uniform()
    if u >= tailShare {
      let place = Int((u - tailShare) / (1 - tailShare) * Double(body.count))
      return body[min(place, body.count - 1)]
    }
    // u / tailShare is uniform again; above 0 or the power has no value.
    let v = max(u / tailShare, 0x1p-53)
    return min(cap, threshold * pow(v, -inverseExponent))
  }
}
