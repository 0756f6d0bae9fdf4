/// Kulldorff's scan statistic: the circle, or the cylinder of a circle and a stretch of time, whose
/// cases are least like chance, and how often chance alone gives one as unlike.
///
/// Around each place circles grow from place to place. For each window the likelihood of a rate
/// inside that differs from that outside is held against that of one rate for all. The largest
/// ratio is compared with the largest ratio of random data sets, which answers for all windows at
/// once: p is the rank among them.
///
/// Besides the most likely cluster those are answered that have no place in common with a more
/// likely one, of the most likely window around each centre; their p is by the same comparison,
/// which is on the safe side for them. One whose p is 1 is left out.
///
/// > M. Kulldorff. "A Spatial Scan Statistic." *Communications in Statistics: Theory and Methods*,
/// > vol. 26, no. 6, 1997. doi:10.1080/03610929708831995
/// >
/// > M. Kulldorff. "Prospective Time Periodic Geographical Disease Surveillance Using a Scan
/// > Statistic." *J. R. Stat. Soc. A*, vol. 164, no. 1, 2001. doi:10.1111/1467-985X.00186
/// >
/// > M. Kulldorff, R. Heffernan, J. Hartman, R. Assunção, F. Mostashari. "A Space-Time Permutation
/// > Scan Statistic for Disease Outbreak Detection." *PLoS Medicine*, vol. 2, no. 3, 2005.
/// > doi:10.1371/journal.pmed.0020059
public struct SpatialScan: Sendable {
  public let study: ScanStudy
  public let settings: ScanSettings

  /// - Throws: `invalidParameter` for a setting out of its range.
  public init(_ study: ScanStudy, settings: ScanSettings) throws(AnalysisError) {
    try settings.validate()
    if let intervals = settings.maximumIntervals, intervals > study.intervalCount {
      throw .invalidParameter(
        name: "maximumIntervals", requirement: "from 1 to the \(study.intervalCount) of the study")
    }
    self.study = study
    self.settings = settings
  }

  /// Scans places on the plane.
  ///
  /// - Parameters:
  ///   - x: metres to the east of each place.
  ///   - y: metres to the north.
  /// - Throws: `notFinite`, `differentLengths`, `cancelled`.
  /// - Complexity: O(replicates · sum over centres of the places within the largest circle ·
  ///   windows / 16).
  public func clusters(
    x: Span<Double>, y: Span<Double>, isCancelled: @Sendable () -> Bool = { false },
    progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> ScanResult {
    for (name, count) in [("x", x.count), ("y", y.count)] where count != study.placeCount {
      throw .differentLengths(column: name, count: count, expected: study.placeCount)
    }
    var points: [SIMD2<Double>] = []
    points.reserveCapacity(x.count)
    for place in x.indices {
      guard x[place].isFinite else { throw .notFinite(column: "x", position: place) }
      guard y[place].isFinite else { throw .notFinite(column: "y", position: place) }
      points.append(SIMD2(x[place], y[place]))
    }
    let places = points
    let order = places.indices.sorted {
      (places[$0].x, places[$0].y, $0) < (places[$1].x, places[$1].y, $1)
    }
    var turns = [Int32](repeating: 0, count: places.count)
    for (position, place) in order.enumerated().dropFirst() {
      let before = order[position - 1]
      turns[place] = turns[before] + (places[place] == places[before] ? 0 : 1)
    }
    return try clusters(turns, isCancelled, progress) { first, second in
      let offset = places[first] - places[second]
      return (offset.x * offset.x + offset.y * offset.y).squareRoot()
    }
  }

  /// Scans places of which only distances are known: over a sphere, or through water. Of places
  /// at one distance the earlier in the input enters first.
  ///
  /// - Parameter distance: metres from a centre to a place; infinite if it cannot be reached.
  public func clusters(
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in },
    distance: @Sendable (_ centre: Int, _ place: Int) -> Double
  ) throws(AnalysisError) -> ScanResult {
    try clusters(Array(0..<Int32(study.placeCount)), isCancelled, progress, distance)
  }

  private func clusters(
    _ turns: [Int32], _ isCancelled: @Sendable () -> Bool, _ progress: (Double) -> Void,
    _ distance: @Sendable (Int, Int) -> Double
  ) throws(AnalysisError) -> ScanResult {
    let parallel = Parallel(threads: settings.threads)
    let circles = try ScanCircles(
      weights: study.weights(), turns: turns, settings: settings, parallel: parallel,
      isCancelled: isCancelled, distance: distance)
    let engine = ScanEngine(study, circles, settings, parallel)
    let windows = Self.apart(
      try engine.observed(isCancelled: isCancelled), circles, settings.maximumClusters)
    progress(0.05)
    let maxima = try Self.maxima(
      engine, observed: windows.first?.ratio, isCancelled: isCancelled, progress: progress)
    return ScanResult(engine, windows, maxima)
  }

  /// The most likely windows that share no place, the most likely first; of windows as likely, the
  /// one around the earlier centre.
  private static func apart(
    _ windows: [ScanEngine.Window], _ circles: ScanCircles, _ most: Int
  ) -> [ScanEngine.Window] {
    let ranked = windows.sorted { first, second in
      if first.ratio != second.ratio { return first.ratio > second.ratio }
      return (circles.turns[first.centre], first.centre) < (
        circles.turns[second.centre], second.centre
      )
    }
    var isTaken = [Bool](repeating: false, count: circles.placeCount)
    var kept: [ScanEngine.Window] = []
    for window in ranked where kept.count < most {
      let members = circles.members(of: window.circle, around: window.centre)
      if members.contains(where: { isTaken[Int($0)] }) { continue }
      for member in members { isTaken[Int(member)] = true }
      kept.append(window)
    }
    return kept
  }

  /// The largest ratios of the replicates, in their order; as many as the test asks for.
  private static func maxima(
    _ engine: ScanEngine, observed: Double?, isCancelled: @Sendable () -> Bool,
    progress: (Double) -> Void
  ) throws(AnalysisError) -> [Double] {
    let settings = engine.settings
    guard let observed, settings.replicates > 0 else { return [] }
    let replicates = ScanReplicates(engine)
    var maxima = [Double?](repeating: nil, count: settings.replicates)
    // A few replicates tell where most of the largest ratios lie.
    let pilots = min(settings.replicates, ScanReplicates.batch * 2)
    try fill(0..<pilots, observed, replicates, &maxima, isCancelled)
    let bound = 0.9 * maxima[..<pilots].reduce(.infinity) { min($0, $1 ?? 0) }
    let filter = try ScanFilter(engine, bound: bound, isCancelled: isCancelled)
    var done = 0
    var reached = 0
    while done < settings.replicates {
      let end = min(settings.replicates, done + (settings.stopsAfter == nil ? 1024 : 128))
      let missing = (done..<end).filter { maxima[$0] == nil }
      try replicates.maxima(of: missing, filter, into: &maxima, isCancelled: isCancelled)
      try fill(done..<end, bound, replicates, &maxima, isCancelled)
      if let stop = settings.stopsAfter {
        for replicate in done..<end {
          reached += (maxima[replicate] ?? 0) >= observed ? 1 : 0
          if reached == stop { return maxima[...replicate].map { $0 ?? 0 } }
        }
      }
      done = end
      progress(0.05 + 0.95 * Double(done) / Double(settings.replicates))
    }
    return maxima.map { $0 ?? 0 }
  }

  /// Finds the maxima that are missing, with ever lower bounds.
  private static func fill(
    _ range: Range<Int>, _ start: Double, _ replicates: ScanReplicates, _ maxima: inout [Double?],
    _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    var bound = start
    while true {
      let missing = range.filter { maxima[$0] == nil }
      if missing.isEmpty { return }
      if bound == 0 {
        for replicate in missing { maxima[replicate] = 0 }
        return
      }
      bound = bound > 0.01 ? bound * 0.6 : 0
      let filter = try ScanFilter(replicates.engine, bound: bound, isCancelled: isCancelled)
      try replicates.maxima(of: missing, filter, into: &maxima, isCancelled: isCancelled)
    }
  }
}
