/// Mantel's test of space-time interaction: the correlation, over all pairs of incidents, of how
/// near they are in space with how near they are in time.
///
/// Nearness is 1 / (d + c) for `reciprocal(plus: c)`, so that near pairs weigh most, or the
/// distance itself. p is by permutations of the times.
///
/// > N. Mantel. "The Detection of Disease Clustering and a Generalized Regression Approach."
/// > *Cancer Research*, vol. 27, no. 2, 1967.
public struct MantelTest: Sendable {
  public enum Transform: Sendable {
    case distance
    case reciprocal(plus: Double)
  }

  public struct Result: Sendable, Equatable {
    /// Pearson's correlation, from −1 to 1.
    public var correlation: Double
    /// The share of the permutations, the observed one counted, with a correlation as high.
    public var p: Double?
  }

  public var space = Transform.reciprocal(plus: 1)
  public var time = Transform.reciprocal(plus: 1)
  public var permutations = 999
  public var seed: UInt64 = 0
  public var threads = Parallel.coreCount

  /// All pairs are looked at in each permutation.
  public static let maximumEvents = 50_000

  public init() {}

  /// - Throws: `tooFewIncidents` below three, `tooManyPoints` past 50,000, `constant` if all lie
  ///   at one place or time, `notFinite`, `differentLengths`, `invalidParameter`, `cancelled`.
  /// - Complexity: O(n² · permutations) time, O(n) memory.
  public func test(
    x: Span<Double>, y: Span<Double>, days: Span<Double>,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Result {
    guard permutations >= 0, permutations <= 1_000_000 else {
      throw .invalidParameter(name: "permutations", requirement: "from 0 to 1000000")
    }
    for case .reciprocal(let constant) in [space, time] {
      guard constant > 0, constant.isFinite else {
        throw .invalidParameter(name: "plus", requirement: "a positive number")
      }
    }
    let count = x.count
    for (name, other) in [("y", y.count), ("days", days.count)] where other != count {
      throw .differentLengths(column: name, count: other, expected: count)
    }
    guard count >= 3 else { throw .tooFewIncidents(count: Double(count), minimum: 3) }
    guard count <= Self.maximumEvents else {
      throw .tooManyPoints(count: count, maximum: Self.maximumEvents)
    }
    var events: [SIMD2<Double>] = []
    var when: [Double] = []
    for event in 0..<count {
      guard x[event].isFinite else { throw .notFinite(column: "x", position: event) }
      guard y[event].isFinite else { throw .notFinite(column: "y", position: event) }
      guard days[event].isFinite else { throw .notFinite(column: "days", position: event) }
      events.append(SIMD2(x[event], y[event]))
      when.append(days[event])
    }
    return try test(events, when, isCancelled)
  }

  private func test(
    _ events: [SIMD2<Double>], _ days: [Double], _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> Result {
    let moments = Moments(events.count) { first, second in
      (
        space.apply(Self.distance(events[first], events[second])),
        time.apply(abs(days[first] - days[second]))
      )
    }
    guard moments.spaceSquares > 0 else { throw .constant(column: "distance") }
    guard moments.timeSquares > 0 else { throw .constant(column: "time difference") }
    let batches = (permutations + 7) / 8 + 1
    let sums = Scratch<SIMD8<Double>>(repeating: .zero, count: batches)
    let parallel = Parallel(threads: threads)
    try parallel.forEach(batches, isCancelled: isCancelled) { batch in
      sums[batch] = products(events, days, batch)
    }
    // The first lane of the last batch is the observed order.
    let observed = sums[batches - 1][0]
    var reached = 0
    for replicate in 0..<permutations
    where Self.isAsLarge(sums[replicate / 8][replicate % 8], observed) {
      reached += 1
    }
    let correlation =
      (observed - moments.pairs * moments.spaceMean * moments.timeMean)
      / (moments.spaceSquares * moments.timeSquares).squareRoot()
    return Result(
      correlation: min(1, max(-1, correlation)),
      p: permutations > 0 ? Double(reached + 1) / Double(permutations + 1) : nil)
  }

  /// Sums of the same terms in another order differ by rounding.
  private static func isAsLarge(_ sum: Double, _ observed: Double) -> Bool {
    sum >= observed - abs(observed) * 1e-12
  }

  /// The sums of products of eight replicates; the batch past the last begins with the observed.
  private func products(
    _ events: [SIMD2<Double>], _ days: [Double], _ batch: Int
  ) -> SIMD8<Double> {
    let count = days.count
    var dealt = [SIMD8<Double>](repeating: .zero, count: count)
    for lane in 0..<8 {
      var order = days
      let replicate = batch * 8 + lane
      let isObserved = batch == (permutations + 7) / 8
      if !isObserved {
        var random = ReplicateGenerator(seed: seed, stream: UInt64(replicate))
        for event in 0..<count - 1 {
          order.swapAt(event, event + Int(random.integer(below: UInt64(count - event))))
        }
      }
      for event in 0..<count { dealt[event][lane] = order[event] }
    }
    var sum = SIMD8<Double>.zero
    for first in 0..<count {
      var row = SIMD8<Double>.zero
      let own = dealt[first]
      for second in first + 1..<count {
        let near = space.apply(Self.distance(events[first], events[second]))
        let apart = dealt[second] - own
        row += near * time.apply(pointwiseMax(apart, -apart))
      }
      sum += row
    }
    return sum
  }

  @inline(__always)
  private static func distance(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Double {
    let offset = first - second
    return (offset.x * offset.x + offset.y * offset.y).squareRoot()
  }

  /// Means and sums of squares about them, over all pairs.
  private struct Moments {
    var pairs = 0.0
    var spaceMean = 0.0
    var timeMean = 0.0
    var spaceSquares = 0.0
    var timeSquares = 0.0

    init(_ count: Int, _ pair: (Int, Int) -> (Double, Double)) {
      pairs = Double(count) * Double(count - 1) / 2
      for first in 0..<count {
        for second in first + 1..<count {
          let (near, soon) = pair(first, second)
          spaceMean += near
          timeMean += soon
        }
      }
      spaceMean /= pairs
      timeMean /= pairs
      for first in 0..<count {
        for second in first + 1..<count {
          let (near, soon) = pair(first, second)
          spaceSquares += (near - spaceMean) * (near - spaceMean)
          timeSquares += (soon - timeMean) * (soon - timeMean)
        }
      }
    }
  }
}

extension MantelTest.Transform {
  @inline(__always)
  func apply(_ distance: Double) -> Double {
    switch self {
    case .distance: distance
    case .reciprocal(let constant): 1 / (distance + constant)
    }
  }

  @inline(__always)
  func apply(_ distances: SIMD8<Double>) -> SIMD8<Double> {
    switch self {
    case .distance: distances
    case .reciprocal(let constant): 1 / (distances + constant)
    }
  }
}
