/// The moments that counts made anew would have, without making them.
///
/// Counts anew come from a gamma law of the rates and Poisson's of the counts. Of all of them only two
/// sums are asked: of the counts, and of their squares by the exposures. Over many units of which none
/// makes up much these are normal, with means, variances and a covariance that follow from the first
/// four moments of the negative binomial law of each count; so two normal numbers stand for as many
/// gamma and Poisson numbers as there are units.
///
/// > N.L. Johnson, A.W. Kemp, S. Kotz. *Univariate Discrete Distributions*. 3rd ed., Wiley, 2005,
/// > chapter 5 (factorial moments).
struct RateMomentsLaw {
  private let exposure: Double
  private let places: Int
  private let sum: Double
  private let squares: Double
  /// The lower triangle whose square is the covariance of the two sums.
  private let sumError: Double
  private let shared: Double
  private let ownError: Double

  /// A unit with a greater share of a sum's variance would show in the law of the sum.
  private static let greatestShare = 0.02
  /// With fewer events a sum is not yet normal.
  private static let fewestEvents = 400.0

  /// - Parameters:
  ///   - exposures: of all units, above 0 where known.
  ///   - mean: of the rates.
  ///   - between: their variance between units.
  /// - Returns: `nil` where the sums cannot be taken for normal: few events, or few units that make
  ///   up much.
  /// - Complexity: O(units).
  init?(exposures: [Double], known: [Int], mean: Double, between: Double) {
    guard mean > 0 else { return nil }
    // By what factorial moments exceed those of Poisson's law.
    let spread = between / (mean * mean)
    let (second, third, fourth) = (
      1 + spread, (1 + spread) * (1 + 2 * spread),
      (1 + spread) * (1 + 2 * spread) * (1 + 3 * spread)
    )
    var (exposure, sum, squares) = (0.0, 0.0, 0.0)
    var (sumVariance, covariance, squaresVariance) = (0.0, 0.0, 0.0)
    var (greatestSum, greatestSquares) = (0.0, 0.0)
    for unit in known {
      let own = exposures[unit]
      let first = mean * own
      let (f2, f3, f4) = (
        second * first * first, third * first * first * first,
        fourth * first * first * first * first
      )
      let (m2, m3, m4) = (f2 + first, f3 + 3 * f2 + first, f4 + 6 * f3 + 7 * f2 + first)
      let ofSum = m2 - first * first
      let ofSquares = (m4 - m2 * m2) / (own * own)
      exposure += own
      sum += first
      squares += m2 / own
      sumVariance += ofSum
      covariance += (m3 - first * m2) / own
      squaresVariance += ofSquares
      greatestSum = max(greatestSum, ofSum)
      greatestSquares = max(greatestSquares, ofSquares)
    }
    guard sum >= Self.fewestEvents, greatestSum <= Self.greatestShare * sumVariance,
      greatestSquares <= Self.greatestShare * squaresVariance, squaresVariance.isFinite
    else { return nil }
    (self.exposure, places, self.sum, self.squares) = (exposure, known.count, sum, squares)
    sumError = sumVariance.squareRoot()
    shared = covariance / sumError
    ownError = max(0, squaresVariance - shared * shared).squareRoot()
  }

  /// The moments of one set of counts made anew.
  func draw(_ generator: inout ReplicateGenerator) -> RateMoments {
    let first = generator.zigguratNormal()
    let counts = max(0, sum + sumError * first)
    let squares = squares + shared * first + ownError * generator.zigguratNormal()
    return RateMoments(
      counts: counts, exposures: exposure, places: places, squaresByExposure: squares)
  }
}
