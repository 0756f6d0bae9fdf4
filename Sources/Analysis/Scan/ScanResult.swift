#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a scan found.
public struct ScanResult: Sendable, Equatable {
  /// The most likely cluster, then those that share no place with one before.
  public var clusters: [ScanCluster]
  /// The largest log likelihood ratio of each replicate that was made, in their order: sorted, its
  /// quantiles are the critical values.
  public var maxima: [Double]
  public var totalCases: Int

  init(_ engine: ScanEngine, _ windows: [ScanEngine.Window], _ maxima: [Double]) {
    self.maxima = maxima
    totalCases = engine.study.caseCount
    let stopped = engine.settings.stopsAfter != nil && maxima.count < engine.settings.replicates
    let gumbel = Gumbel(maxima)
    clusters = windows.map { window in
      ScanCluster(engine, window, maxima, stopped, gumbel)
    }
    .enumerated().filter { $0.offset == 0 || ($0.element.p ?? 0) < 1 }.map(\.element)
  }
}

/// A window whose cases are unlike chance.
public struct ScanCluster: Sendable, Equatable {
  /// The place around which the circle is drawn.
  public var centre: Int
  /// The distance of the farthest member.
  public var radiusMetres: Double
  /// The places in the circle, the nearest first.
  public var members: [Int32]
  /// The intervals of the window; the last one is not part of it.
  public var intervals: Range<Int>
  public var observed: Int
  public var expected: Double
  public var logLikelihoodRatio: Double
  /// The rate inside over that outside; `nil` where no case is outside, and for the permutation
  /// model, which knows no rates: see `observed` over `expected`.
  public var relativeRisk: Double?
  public var isHigh: Bool
  /// The share of data sets, this one counted, whose largest ratio is as large; `nil` without
  /// replicates.
  public var p: Double?
  /// p by a Gumbel distribution of the replicates' mean and variance: resolves what the number of
  /// replicates cannot. `nil` for fewer than 30 replicates or if they do not vary.
  ///
  /// > A.M. Abrams, K. Kleinman, M. Kulldorff. "Gumbel Based p-Value Approximations for Spatial
  /// > Scan Statistics." *Int. J. Health Geographics*, vol. 9, no. 61, 2010.
  /// > doi:10.1186/1476-072X-9-61
  public var gumbelP: Double?
  /// In how many days chance alone gives one cluster as unlike it, if every interval is followed
  /// by an analysis: the days of an interval over p. Only of prospective scans.
  public var recurrenceDays: Double?

  init(
    _ engine: ScanEngine, _ window: ScanEngine.Window, _ maxima: [Double], _ stopped: Bool,
    _ gumbel: Gumbel?
  ) {
    let members = engine.circles.members(of: window.circle, around: window.centre)
    centre = window.centre
    radiusMetres = engine.circles.radii[window.circle]
    self.members = Array(members)
    intervals = window.intervals
    observed = window.cases
    expected = engine.likelihood.expected(window.measure)
    logLikelihoodRatio = window.ratio
    isHigh = window.isHigh
    let outside = Double(engine.study.caseCount - window.cases)
    if engine.study.model == .permutation || outside == 0 {
      relativeRisk = nil
    } else {
      let rest = Double(engine.study.caseCount) - expected
      relativeRisk = (Double(observed) / expected) / (outside / rest)
    }
    if maxima.isEmpty {
      p = nil
    } else {
      let reached = maxima.count { $0 >= window.ratio }
      p =
        stopped
        ? Double(reached) / Double(maxima.count) : Double(reached + 1) / Double(maxima.count + 1)
    }
    gumbelP = gumbel.map { $0.tail(window.ratio) }
    recurrenceDays =
      engine.isProspective && engine.intervals > 1
      ? p.map { engine.settings.intervalDays / $0 } : nil
  }
}

/// The distribution of largest values, by moments.
struct Gumbel {
  private let mode: Double
  private let scale: Double

  init?(_ values: [Double]) {
    guard values.count >= 30 else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    guard variance > 0 else { return nil }
    scale = (6 * variance).squareRoot() / .pi
    // Less Euler's constant times the scale.
    mode = mean - 0.577_215_664_901_532_9 * scale
  }

  func tail(_ value: Double) -> Double { -expm1(-exp(-(value - mode) / scale)) }
}
