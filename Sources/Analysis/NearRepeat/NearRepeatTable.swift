#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Pairs of incidents by distance and time, beside those that chance gives.
public struct NearRepeatTable: Sendable, Equatable {
  public struct Cell: Sendable, Equatable {
    /// Pairs of the band of distance and of time; where times are stretches, the sum over pairs of
    /// the chance that their times differ so much.
    public var observed: Double
    /// Pairs of that distance times pairs of that time, over all pairs.
    public var expected: Double
    /// Over the permutations; `nil` without any.
    public var mean: Double?
    public var median: Double?
    /// Observed over the mean of the permutations; `nil` where that is 0.
    public var ratioToMean: Double?
    /// Observed over the median, as the Near Repeat Calculator gives it; `nil` where that is 0.
    public var ratioToMedian: Double?
    /// The share of the permutations, the observed one counted, with as many pairs.
    public var p: Double?
    /// The chance of more pairs in a Poisson distribution of mean `expected`: Knox's own test,
    /// which takes pairs for independent, as pointpats and R's surveillance give it. `nil` where
    /// times are stretches, and pairs no counts.
    public var poissonP: Double?
  }

  public let distanceBands: [DifferenceBand]
  public let timeBands: [DifferenceBand]
  /// A row a band of distance, in it one a band of time.
  public var cells: [Cell]

  public func cell(distance: Int, time: Int) -> Cell { cells[distance * timeBands.count + time] }

  init(
    _ study: NearRepeat, _ observed: borrowing Scratch<Int32>, _ drawn: borrowing Scratch<Int32>,
    pairs: [Int], byTime: [Int], all: Double
  ) {
    distanceBands = study.distanceBands
    timeBands = study.timeBands
    let draws = study.permutations
    let count = observed.count
    var cells: [Cell] = []
    for index in 0..<count {
      let own = Int(observed[index])
      let expected =
        Double(pairs[index / timeBands.count]) * Double(byTime[index % timeBands.count]) / all
      var cell = Cell(
        observed: Double(own), expected: expected, poissonP: Self.poissonTail(own + 1, expected))
      cell.compare(with: (0..<draws).map { Double(drawn[$0 * count + index]) })
      cells.append(cell)
    }
    self.cells = cells
  }

  init(distanceBands: [DifferenceBand], timeBands: [DifferenceBand], cells: [Cell]) {
    self.distanceBands = distanceBands
    self.timeBands = timeBands
    self.cells = cells
  }

  /// P(X ≥ count) of a Poisson distribution.
  static func poissonTail(_ count: Int, _ mean: Double) -> Double {
    if count == 0 { return 1 }
    if mean <= 0 { return 0 }
    let logMean = log(mean)
    var logFactorial = 0.0
    for factor in 1...count { logFactorial += log(Double(factor)) }
    var term = exp(Double(count) * logMean - mean - logFactorial)
    if Double(count) > mean {
      // Terms fall from here on.
      var sum = 0.0
      var next = Double(count)
      while term > sum * 0x1p-60 && term > 0 {
        sum += term
        next += 1
        term *= mean / next
      }
      return min(1, sum)
    }
    var sum = 0.0
    var next = Double(count)
    while next > 0 {
      term *= next / mean
      next -= 1
      if term <= sum * 0x1p-60 { break }
      sum += term
    }
    return max(0, 1 - sum)
  }
}

extension NearRepeatTable.Cell {
  /// Takes in what the permutations had; nothing without any.
  mutating func compare(with drawn: [Double]) {
    guard !drawn.isEmpty else { return }
    let values = drawn.sorted()
    let draws = values.count
    let mean = values.reduce(0, +) / Double(draws)
    let median = (values[(draws - 1) / 2] + values[draws / 2]) / 2
    self.mean = mean
    self.median = median
    ratioToMean = mean > 0 ? observed / mean : nil
    ratioToMedian = median > 0 ? observed / median : nil
    // Sums of the same parts in another order differ by rounding.
    let bar = observed - abs(observed) * 1e-12
    p = Double(values.count { $0 >= bar } + 1) / Double(draws + 1)
  }
}

/// Where and until when an incident raises the risk around it.
public struct NearRepeatZone: Sendable, Equatable {
  /// The position of the incident in the columns.
  public var origin: Int
  /// In the days of the columns; the zone is at risk from the one to the other.
  public var from: Double
  public var until: Double
  /// The zone lies between these distances of the incident.
  public var innerRadiusMetres: Double
  public var radiusMetres: Double
  /// How many times as many pairs there were of that distance and time as chance gives.
  public var factor: Double
  public var p: Double
}

extension NearRepeatTable {
  /// The zones around recent incidents that are at risk now or will be, in the order of the
  /// incidents: a zone for each cell of the table whose p is small and whose factor is large.
  ///
  /// - Parameters:
  ///   - days: when the incidents were.
  ///   - now: in the same days; later incidents give no zone.
  ///   - significance: the largest p of a cell that counts.
  ///   - minimumFactor: the least ratio to the mean of the permutations; 1.2 is Ratcliffe's.
  /// - Complexity: O(incidents · cells that count).
  public func zones(
    days: Span<Double>, now: Double, significance: Double = 0.05, minimumFactor: Double = 1.2
  ) throws(AnalysisError) -> [NearRepeatZone] {
    guard now.isFinite else {
      throw .invalidParameter(name: "now", requirement: "a number of days")
    }
    guard significance > 0, significance <= 1 else {
      throw .invalidParameter(name: "significance", requirement: "above 0, at most 1")
    }
    var zones: [NearRepeatZone] = []
    for event in days.indices {
      guard days[event].isFinite else { throw .notFinite(column: "days", position: event) }
      let elapsed = now - days[event]
      if elapsed < 0 { continue }
      for (index, cell) in cells.enumerated() {
        guard let p = cell.p, p <= significance, let factor = cell.ratioToMean,
          factor >= minimumFactor
        else { continue }
        let time = timeBands[index % timeBands.count]
        let distance = distanceBands[index / timeBands.count]
        if elapsed >= time.cuts.high { continue }
        zones.append(
          NearRepeatZone(
            origin: event, from: days[event] + time.lower, until: days[event] + time.upper,
            innerRadiusMetres: distance.lower, radiusMetres: distance.upper, factor: factor, p: p))
      }
    }
    return zones
  }
}
