/// The mean and variance of rates, weighted by exposure.
struct RateMoments {
  private(set) var count = 0.0
  private var exposure = 0.0
  private var places = 0.0
  private var squares = 0.0

  init() {}

  /// Of rates whose sums are known: of the counts, of the exposures, and of the counts' squares, each
  /// by its exposure.
  init(counts: Double, exposures: Double, places: Int, squaresByExposure: Double) {
    count = counts
    exposure = exposures
    self.places = Double(places)
    // Σ e (y/e − m)² = Σ y²/e − m Σ y; what rounding leaves below 0 is none.
    squares = max(0, squaresByExposure - counts / exposures * counts)
  }

  mutating func add(_ count: Double, _ exposure: Double) {
    self.count += count
    self.exposure += exposure
    places += 1
  }

  mutating func addSquare(_ rest: Double, _ exposure: Double) {
    squares += exposure * rest * rest
  }

  var mean: Double { count / exposure }

  private var meanExposure: Double { exposure / places }

  /// Of the rates, chance and all.
  private var variance: Double { squares / exposure }

  /// The variance between places by the method of moments, Poisson; may be negative.
  var unboundedBetween: Double { variance - mean / meanExposure }

  func between(_ model: EmpiricalBayes.Model) -> Double {
    switch model {
    case .poisson: max(0, unboundedBetween)
    case .binomial: max(0, variance - mean * (1 - mean) / meanExposure)
    }
  }

  func smoothed(_ rate: Double, _ exposure: Double, model: EmpiricalBayes.Model) -> Double {
    let between = between(model)
    // Also where there is no count at all: no variance is left, and the mean is 0.
    guard between > 0 else { return mean }
    let within =
      switch model {
      case .poisson: mean / exposure
      // Martuzzi and Elliott's weight x·a / (x·a + b(1 − b) − s²), which is at most 1.
      case .binomial: max(0, mean * (1 - mean) - variance) / exposure
      }
    return mean + (rate - mean) * between / (between + within)
  }
}
