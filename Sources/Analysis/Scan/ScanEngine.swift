/// The windows of a study: circles by stretches of intervals, and the measure of each.
struct ScanEngine: Sendable {
  let study: ScanStudy
  let circles: ScanCircles
  let settings: ScanSettings
  let likelihood: ScanLikelihood
  let parallel: Parallel
  /// Whether the windows are those that end with the last interval.
  let isProspective: Bool
  /// The longest window.
  let duration: Int
  /// The measure of each place before each interval, and of all; not for permutations.
  private let cumulative: [Double]
  /// Cases before each interval, and all.
  private let intervalCases: [Double]
  /// The measure of each circle over all time: for permutations, its cases.
  let circleMeasures: [Double]

  var intervals: Int { study.intervalCount }
  var circleCount: Int { circles.circleEnd.count }

  init(_ study: ScanStudy, _ circles: ScanCircles, _ settings: ScanSettings, _ parallel: Parallel) {
    self.study = study
    self.circles = circles
    self.settings = settings
    self.parallel = parallel
    likelihood = ScanLikelihood(study)
    let intervals = study.intervalCount
    duration = settings.duration(of: intervals)
    isProspective = settings.isProspective || intervals == 1
    var sums: [Double] = []
    if study.model != .permutation {
      sums.reserveCapacity(study.placeCount * (intervals + 1))
      for place in 0..<study.placeCount {
        var sum = 0.0
        sums.append(0)
        for interval in 0..<intervals {
          sum += study.measures[place * intervals + interval]
          sums.append(sum)
        }
      }
    }
    cumulative = sums
    var before = [0.0]
    for cases in study.intervalCases { before.append((before.last ?? 0) + Double(cases)) }
    intervalCases = before
    let weights = study.weights()
    var measures: [Double] = []
    measures.reserveCapacity(circles.circleEnd.count)
    for centre in 0..<circles.placeCount {
      var sum = 0.0
      var next = circles.placeStart[centre]
      for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
        while next < circles.circleEnd[circle] {
          sum += weights[Int(circles.places[next])]
          next += 1
        }
        measures.append(sum)
      }
    }
    circleMeasures = measures
  }

  /// The measure of one window. All sums are exact, whatever their order.
  func measure(_ circle: Int, around centre: Int, _ window: Range<Int>) -> Double {
    if study.model == .permutation {
      return circleMeasures[circle]
        * (intervalCases[window.upperBound] - intervalCases[window.lowerBound])
    }
    if window.count == intervals { return circleMeasures[circle] }
    var sum = 0.0
    for place in circles.members(of: circle, around: centre) {
      let row = Int(place) * (intervals + 1)
      sum += cumulative[row + window.upperBound] - cumulative[row + window.lowerBound]
    }
    return sum
  }

  /// Calls `body` for each circle around a centre, with its measure before each interval.
  ///
  /// - Parameter sums: storage for one element an interval, and one.
  func forEachCircle(
    around centre: Int, _ sums: borrowing Scratch<Double>, _ body: (Int) -> Void
  ) {
    let width = intervals + 1
    for time in 0..<width { sums[time] = 0 }
    var next = circles.placeStart[centre]
    for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
      if study.model == .permutation {
        for time in 0..<width { sums[time] = circleMeasures[circle] * intervalCases[time] }
      } else {
        while next < circles.circleEnd[circle] {
          let row = Int(circles.places[next]) * width
          for time in 0..<width { sums[time] += cumulative[row + time] }
          next += 1
        }
      }
      body(circle)
    }
  }

  /// The fewest and the most cases, at all places, of any window so long: what the measure of a
  /// permutation's window is a multiple of. `nil` for other models.
  func extremeCases(of length: Int) -> ClosedRange<Double>? {
    guard study.model == .permutation, length <= intervals else { return nil }
    let counts = (length...intervals).map { intervalCases[$0] - intervalCases[$0 - length] }
    return (counts.min() ?? 0)...(counts.max() ?? 0)
  }

  /// The first interval that a window reaches.
  var firstInterval: Int { isProspective ? intervals - duration : 0 }

  /// A window that was found, and how unlike chance it is.
  struct Window {
    var centre: Int
    var circle: Int
    var intervals: Range<Int>
    var cases: Int
    var measure: Double
    var ratio: Double
    var isHigh: Bool
  }

  /// Parts of a pass over all centres: so many that one is soon done, and it is soon asked again
  /// whether the result is wanted.
  static let parts = 1024

  /// The most likely window around each centre; none where no window has more or fewer cases
  /// than chance, as the rates ask.
  func observed(isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> [Window] {
    let count = circles.placeCount
    var best = [Window?](repeating: nil, count: count)
    try best.withUnsafeMutableBufferPointer { buffer throws(AnalysisError) in
      nonisolated(unsafe) let buffer = buffer
      let parts = min(count, Self.parts)
      try parallel.forEach(parts, isCancelled: isCancelled) { part in
        let sums = Scratch<Double>(intervals + 1)
        let cases = Scratch<Int>(intervals + 1)
        for centre in Parallel.slice(part, of: parts, count: count) {
          buffer[centre] = likeliest(around: centre, sums, cases)
        }
      }
    }
    return best.compactMap { $0 }
  }

  private func likeliest(
    around centre: Int, _ sums: borrowing Scratch<Double>, _ cases: borrowing Scratch<Int>
  ) -> Window? {
    for time in 0...intervals { cases[time] = 0 }
    var next = circles.placeStart[centre]
    var best: Window?
    forEachCircle(around: centre, sums) { circle in
      while next < circles.circleEnd[circle] {
        let row = Int(circles.places[next]) * intervals
        var sum = 0
        for time in 0..<intervals {
          sum += Int(study.cases[row + time])
          cases[time + 1] += sum
        }
        next += 1
      }
      for end in (isProspective ? intervals : 1)...intervals {
        for start in stride(from: end - 1, through: max(0, end - duration), by: -1) {
          let count = Double(cases[end] - cases[start])
          let measure = sums[end] - sums[start]
          let isHigh = likelihood.isHigh(count, measure)
          if isHigh
            ? settings.rates == .low || count < Double(settings.minimumCases)
            : settings.rates == .high || !likelihood.isLow(count, measure)
          {
            continue
          }
          let ratio = likelihood.ratio(count, measure)
          if ratio > (best?.ratio ?? 0) {
            best = Window(
              centre: centre, circle: circle, intervals: start..<end, cases: Int(count),
              measure: measure, ratio: ratio, isHigh: isHigh)
          }
        }
      }
    }
    return best
  }
}
