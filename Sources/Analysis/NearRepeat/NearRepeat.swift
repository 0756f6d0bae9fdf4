/// Near repeats: whether incidents that are near in space are near in time more often than if
/// the times had been dealt among the places at random, by bands of distance and of time.
///
/// Of all pairs of incidents those of each band of distance and of time are counted. Under chance
/// the times are permuted over the incidents; the places stay, and the times stay, so that a
/// crowded street or a bad month does not show as near repeat.
///
/// > E.G. Knox. "The Detection of Space-Time Interactions." *Applied Statistics*, vol. 13, no. 1,
/// > 1964. doi:10.2307/2985220
/// >
/// > J.H. Ratcliffe, G.F. Rengert. "Near-Repeat Patterns in Philadelphia Shootings." *Security
/// > Journal*, vol. 21, 2008. doi:10.1057/palgrave.sj.8350068
public struct NearRepeat: Sendable {
  public let distanceBands: [DifferenceBand]
  public let timeBands: [DifferenceBand]
  public var permutations = 999
  public var seed: UInt64 = 0
  public var threads = Parallel.coreCount

  static let minimumEvents = 3
  /// Pairs that are kept in memory, twelve bytes each.
  static let maximumPairs = 1 << 28
  let distances: BandFinder
  let times: BandFinder

  /// - Parameters:
  ///   - distanceBands: in metres, ascending, not overlapping.
  ///   - timeBands: in days, likewise.
  public init(
    distanceBands: [DifferenceBand], timeBands: [DifferenceBand]
  ) throws(AnalysisError) {
    distances = try BandFinder(distanceBands, name: "distanceBands")
    times = try BandFinder(timeBands, name: "timeBands")
    self.distanceBands = distanceBands
    self.timeBands = timeBands
  }

  /// The table of pairs.
  ///
  /// - Parameters:
  ///   - x: metres to the east of each incident.
  ///   - y: metres to the north.
  ///   - days: when, in days, parts of days included.
  /// - Throws: `tooFewIncidents` below three, `notFinite`, `differentLengths`, `cancelled`,
  ///   `invalidParameter` for permutations out of range or bands with too many pairs.
  /// - Complexity: O(pairs within the farthest band) memory; time that, times the permutations.
  public func table(
    x: Span<Double>, y: Span<Double>, days: Span<Double>,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> NearRepeatTable {
    guard permutations >= 0, permutations <= 1_000_000 else {
      throw .invalidParameter(name: "permutations", requirement: "from 0 to 1000000")
    }
    for (name, count) in [("y", y.count), ("days", days.count)] where count != x.count {
      throw .differentLengths(column: name, count: count, expected: x.count)
    }
    guard x.count >= Self.minimumEvents else {
      throw .tooFewIncidents(count: Double(x.count), minimum: Double(Self.minimumEvents))
    }
    for event in days.indices where !days[event].isFinite {
      throw .notFinite(column: "days", position: event)
    }
    let parallel = Parallel(threads: threads)
    let pairs = try NearPairs(x, y, distances, parallel, isCancelled)
    let clock = EventClock(days, times)
    let cells = distanceBands.count * timeBands.count
    let count = x.count
    let drawn = Scratch<Int32>(repeating: 0, count: max(1, permutations) * cells)
    let seed = seed
    let permutations = permutations
    let parts = min(permutations, parallel.threads * 16)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let order = Scratch<Int32>(count)
      for replicate in Parallel.slice(part, of: parts, count: permutations) {
        Self.deal(order, seed: seed, replicate: replicate)
        clock.count(pairs, order, timeBands.count, into: drawn.base + replicate * cells)
      }
    }
    let observed = Scratch<Int32>(repeating: 0, count: cells)
    let order = Scratch<Int32>(count)
    for event in 0..<count { order[event] = Int32(truncatingIfNeeded: event) }
    clock.count(pairs, order, timeBands.count, into: observed.base)
    let byTime = clock.pairs(by: times, timeBands.count)
    return NearRepeatTable(
      self, observed, drawn, pairs: pairs.byBand, byTime: byTime,
      all: Double(count) * Double(count - 1) / 2)
  }

  /// The events in the random order of a replicate.
  static func deal(_ order: borrowing Scratch<Int32>, seed: UInt64, replicate: Int) {
    let count = order.count
    for event in 0..<count { order[event] = Int32(truncatingIfNeeded: event) }
    var random = ReplicateGenerator(seed: seed, stream: UInt64(replicate))
    for event in 0..<max(0, count - 1) {
      let pick = event + Int(random.integer(below: UInt64(count - event)))
      let other = order[pick]
      order[pick] = order[event]
      order[event] = other
    }
  }
}

/// The pairs of each band of distance.
struct NearPairs: Sendable {
  private(set) var first: [Int32] = []
  private(set) var second: [Int32] = []
  /// Where the pairs of each band start, and one more.
  private(set) var start: [Int] = [0]

  var byBand: [Int] { zip(start, start.dropFirst()).map { $1 - $0 } }

  init(
    _ x: Span<Double>, _ y: Span<Double>, _ finder: BandFinder, _ parallel: Parallel,
    _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let reach = max(finder.cuts.last ?? 0, 1e-6)
    guard (reach * reach).isNormal else {
      throw .invalidParameter(name: "distanceBands", requirement: "of at most 1e150 metres")
    }
    let grid = try CellGrid(
      x: x, y: y, radiusMetres: reach, parallel: parallel, isCancelled: isCancelled)
    let bands = Int((finder.bands.max() ?? 0) + 1)
    var firsts = [[Int32]](repeating: [], count: bands)
    var seconds = firsts
    var total = 0
    for cell in 0..<grid.cellCount {
      if isCancelled() { throw .cancelled }
      for offset in 0..<3 {
        let around = grid.points(around: cell, offset: offset)
        for point in grid.points(of: cell) {
          for other in around where other < point {
            let dx = grid.x[point] - grid.x[other]
            let dy = grid.y[point] - grid.y[other]
            let band = finder.band(of: (dx * dx + dy * dy).squareRoot())
            if band < 0 { continue }
            firsts[Int(band)].append(grid.position[point])
            seconds[Int(band)].append(grid.position[other])
            total += 1
          }
        }
      }
      guard total <= NearRepeat.maximumPairs else {
        throw .invalidParameter(
          name: "distanceBands",
          requirement: "narrower: more than \(NearRepeat.maximumPairs) pairs lie within them")
      }
    }
    for band in 0..<bands {
      first += firsts[band]
      second += seconds[band]
      start.append(first.count)
    }
  }
}

/// The times of the events, and the bands of their differences.
struct EventClock: Sendable {
  private let days: [Double]
  private let finder: BandFinder
  /// For whole days: the days since the first, and the band of each difference.
  private let whole: [Int32]
  private let bandOfDays: [Int32]

  init(_ column: Span<Double>, _ finder: BandFinder) {
    var days: [Double] = []
    days.reserveCapacity(column.count)
    for event in column.indices { days.append(column[event]) }
    self.days = days
    self.finder = finder
    let least = days.min() ?? 0
    let span = (days.max() ?? 0) - least
    if span <= 0x1p16, days.allSatisfy({ $0.rounded() == $0 }) {
      whole = days.map { Int32($0 - least) }
      bandOfDays = (0...Int(span)).map { finder.band(of: Double($0)) }
    } else {
      whole = []
      bandOfDays = []
    }
  }

  /// Counts pairs by their bands, the times dealt in an order.
  func count(
    _ pairs: NearPairs, _ order: borrowing Scratch<Int32>, _ bands: Int,
    into cells: UnsafeMutablePointer<Int32>
  ) {
    if whole.isEmpty {
      let dealt = Scratch<Double>(days.count)
      for event in days.indices { dealt[event] = days[Int(order[event])] }
      for row in 0..<pairs.start.count - 1 {
        for pair in pairs.start[row]..<pairs.start[row + 1] {
          let first = dealt[Int(pairs.first[pair])]
          let band = finder.band(of: abs(first - dealt[Int(pairs.second[pair])]))
          if band >= 0 { cells[row * bands + Int(band)] &+= 1 }
        }
      }
      return
    }
    let dealt = Scratch<Int32>(days.count)
    for event in days.indices { dealt[event] = whole[Int(order[event])] }
    // A place for differences in no band, so that none is asked about.
    let counts = Scratch<Int32>(bands + 1)
    bandOfDays.withUnsafeBufferPointer { bandOf in
      for row in 0..<pairs.start.count - 1 {
        counts.base.update(repeating: 0, count: bands + 1)
        for pair in pairs.start[row]..<pairs.start[row + 1] {
          let difference = dealt[Int(pairs.first[pair])] &- dealt[Int(pairs.second[pair])]
          counts[Int(bandOf[Int(difference < 0 ? 0 &- difference : difference)] &+ 1)] &+= 1
        }
        for band in 0..<bands { cells[row * bands + band] = counts[band + 1] }
      }
    }
  }

  /// All pairs by the band of their times, near or far.
  func pairs(by finder: BandFinder, _ bands: Int) -> [Int] {
    let sorted = days.sorted()
    // How many pairs lie at least so far from each other.
    let beyond = finder.cuts.map { cut in
      var count = 0
      var later = 0
      for earlier in sorted.indices {
        later = max(later, earlier + 1)
        while later < sorted.count && !(sorted[later] - sorted[earlier] >= cut) { later += 1 }
        count += sorted.count - later
      }
      return count
    }
    var counts = [Int](repeating: 0, count: bands)
    for passed in 1..<max(1, beyond.count) where finder.bands[passed] >= 0 {
      counts[Int(finder.bands[passed])] += beyond[passed - 1] - beyond[passed]
    }
    return counts
  }
}
