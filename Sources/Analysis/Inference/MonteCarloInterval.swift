#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a probability lies that was estimated by `hits` of `draws`.
///
/// The bounds are Chernoff's, in closed form: they hold for every number of draws, and are a
/// little wider than exact ones. Each side is missed with a chance below 10⁻⁴, small enough to
/// look again after each doubling of the draws.
///
/// > W. Hoeffding. "Probability Inequalities for Sums of Bounded Random Variables." *J. Am. Stat.
/// > Assoc.*, vol. 58, no. 301, 1963. doi:10.1080/01621459.1963.10500830
struct MonteCarloInterval {
  let low: Double
  let high: Double

  /// −ln 10⁻⁴.
  static let information = 9.210_340_371_976_182

  init(hits: Int, draws: Int) {
    let share = Double(hits) / Double(draws)
    let step = Self.information / Double(draws)
    low = max(0, share - (2 * share * step).squareRoot())
    // With no hit at all the bound is exact: (1 − p)ⁿ = 10⁻⁴.
    high =
      hits == 0 ? -expm1(-step) : min(1, share + step + (step * (2 * share + step)).squareRoot())
  }
}
