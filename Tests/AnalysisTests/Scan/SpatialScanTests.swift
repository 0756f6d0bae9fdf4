import Analysis
import Foundation
import Synchronization
import Testing

/// The scan as it is told: every circle, every window, by the formulas.
private func obviousMaximum(
  _ x: [Double], _ y: [Double], _ cases: [Int32], _ measure: [Double], intervals: Int,
  longest: Int, isProspective: Bool, isBernoulli: Bool, rates: ScanSettings.Rates
) -> Double {
  let total = measure.reduce(0, +)
  let all = Double(cases.reduce(0, +))
  func term(_ k: Double, _ m: Double) -> Double { k > 0 ? k * log(k / m) : 0 }
  var best = 0.0
  for centre in x.indices {
    let order = x.indices.sorted {
      let a = hypot(x[$0] - x[centre], y[$0] - y[centre])
      let b = hypot(x[$1] - x[centre], y[$1] - y[centre])
      return (a, x[$0], y[$0]) < (b, x[$1], y[$1])
    }
    for size in 1...x.count {
      let circle = order.prefix(size)
      let share = circle.reduce(0.0) { sum, place in
        sum + measure[place * intervals..<(place + 1) * intervals].reduce(0, +)
      }
      if share > total / 2 * (1 + 1e-12) { break }
      for end in (isProspective ? intervals : 1)...intervals {
        for start in max(0, end - longest)..<end {
          let rows = circle.flatMap { place in (start..<end).map { place * intervals + $0 } }
          let c = Double(rows.reduce(0) { $0 + Int(cases[$1]) })
          let m = rows.reduce(0) { $0 + measure[$1] }
          let isHigh = c * total > m * all * (1 + 1e-13)
          let isLow = c * total < m * all * (1 - 1e-13)
          if isHigh ? rates == .low || c < 2 : rates == .high || !isLow { continue }
          if m >= total { continue }
          var ratio = term(c, all * m / total) + term(all - c, all * (total - m) / total)
          if isBernoulli {
            let rest = total - all
            ratio += term(m - c, rest * m / total)
            ratio += term(total - m - all + c, rest * (total - m) / total)
          }
          best = max(best, ratio)
        }
      }
    }
  }
  return best
}

struct SpatialScanTests {
  /// However long one batch of random data sets takes, it is asked within it.
  @Test(arguments: [false, true])
  func isSoonAskedWhetherItIsWanted(isProspective: Bool) throws {
    let (places, intervals) = (200, 12)
    var random = ReplicateGenerator(seed: 4, stream: 1)
    let x = (0..<places).map { _ in random.uniform() * 100 }
    let y = (0..<places).map { _ in random.uniform() * 100 }
    let cases = (0..<places * intervals).map { _ in Int32(random.integer(below: 3)) }
    let expected = [Double](repeating: 1, count: cases.count)
    var settings = ScanSettings()
    settings.isProspective = isProspective
    settings.replicates = 32
    settings.threads = 1
    let study = try ScanStudy.poisson(
      cases: cases.span, expected: expected.span, intervals: intervals)
    let scan = try SpatialScan(study, settings: settings)
    let asked = Atomic<Int>(0)
    _ = try scan.clusters(
      x: x.span, y: y.span, isCancelled: { asked.add(1, ordering: .relaxed).newValue < 0 })
    let questions = asked.load(ordering: .relaxed)
    #expect(questions > (isProspective ? 2 * places + 32 : 4 * places))
    // Wherever it is called off, there is no result.
    for last in stride(from: 1, to: questions, by: questions / 17) {
      asked.store(0, ordering: .relaxed)
      #expect(throws: AnalysisError.cancelled) {
        _ = try scan.clusters(
          x: x.span, y: y.span,
          isCancelled: { asked.add(1, ordering: .relaxed).newValue > last })
      }
    }
  }

  @Test(arguments: 0..<60)
  func findsTheMostLikelyWindow(seed: Int) throws {
    var random = ReplicateGenerator(seed: 21, stream: UInt64(seed))
    let count = 4 + Int(random.integer(below: 9))
    let intervals = [1, 1, 4, 7][seed % 4]
    let x = (0..<count).map { _ in random.uniform() * 100 }
    let y = (0..<count).map { _ in random.uniform() * 100 }
    let rows = count * intervals
    let cases = (0..<rows).map { _ in Int32(random.integer(below: 4)) }
    var settings = ScanSettings()
    settings.rates = [.high, .low, .both][seed % 3]
    settings.isProspective = seed % 5 == 0
    settings.replicates = 0
    let longest = max(1, intervals / 2)
    let study: ScanStudy
    let measure: [Double]
    if seed % 2 == 0 {
      let expected = (0..<rows).map { _ in 0.5 + random.uniform() }
      measure = expected
      study = try .poisson(cases: cases.span, expected: expected.span, intervals: intervals)
    } else {
      let controls = (0..<rows).map { _ in Int32(random.integer(below: 6)) + 1 }
      measure = zip(cases, controls).map { Double($0 + $1) }
      study = try .bernoulli(cases: cases.span, controls: controls.span, intervals: intervals)
    }
    let found = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    let expected = obviousMaximum(
      x, y, cases, measure, intervals: intervals, longest: longest,
      isProspective: settings.isProspective || intervals == 1, isBernoulli: seed % 2 == 1,
      rates: settings.rates)
    #expect(abs((found.clusters.first?.logLikelihoodRatio ?? 0) - expected) < 1e-9)
  }

  /// A hundred places on a square, ten days; case by case.
  private func city(_ seed: UInt64, planted: Int = 0) -> ([Double], [Double], [Int32]) {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let x = (0..<100).map { Double($0 % 10) * 300 }
    let y = (0..<100).map { Double($0 / 10) * 300 }
    var cases = [Int32](repeating: 0, count: 1000)
    for _ in 0..<400 { cases[Int(random.integer(below: 1000))] += 1 }
    for extra in 0..<planted { cases[(44 + extra % 2) * 10 + 8 + extra % 2] += 1 }
    return (x, y, cases)
  }

  @Test func findsAPlantedOutbreakWithItsDates() throws {
    let (x, y, cases) = city(3, planted: 14)
    var settings = ScanSettings()
    settings.isProspective = true
    settings.maximumIntervals = 4
    settings.maximumRadiusMetres = 900
    let study = try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: 10)
    let found = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    let first = try #require(found.clusters.first)
    #expect(Set(first.members).isSuperset(of: [44, 45]))
    #expect(first.intervals == 8..<10)
    #expect(first.p == 0.001)
    #expect(first.recurrenceDays == 1000)
  }

  /// The largest ratio of each replicate does not depend on threads, nor on the bounds that the
  /// search happens to set: it is the same when every window is looked at.
  @Test(arguments: [0, 1, 2, 3, 4])
  func givesTheSameBytesForAnyNumberOfThreads(kind: Int) throws {
    let (x, y, cases) = city(5)
    let controls = cases.map { _ in Int32(3) }
    let expected = cases.indices.map { 1 + Double($0 % 7) / 10 }
    var settings = ScanSettings()
    settings.replicates = 60
    settings.isProspective = kind == 1
    settings.rates = kind == 3 ? .both : .high
    settings.stopsAfter = kind == 4 ? 5 : nil
    let study: ScanStudy =
      switch kind {
      case 0, 1: try .spaceTimePermutation(cases: cases.span, intervals: 10)
      case 2: try .bernoulli(cases: cases.span, controls: controls.span, intervals: 10)
      default: try .poisson(cases: cases.span, expected: expected.span, intervals: 10)
      }
    settings.threads = 1
    let alone = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    #expect(alone.maxima.count == 60 || kind == 4)
    #expect(alone.maxima.allSatisfy { $0 > 0 })
    for threads in [2, 3, 7] {
      settings.threads = threads
      let other = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
      #expect(other == alone)
    }
  }

  @Test func stopsEarlyAndSaysSo() throws {
    let (x, y, cases) = city(5)
    var settings = ScanSettings()
    settings.replicates = 5000
    settings.isProspective = true
    let study = try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: 10)
    let whole = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    settings.stopsAfter = 10
    let short = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    #expect(short.maxima.count < 5000)
    #expect(short.maxima == Array(whole.maxima.prefix(short.maxima.count)))
    #expect(short.clusters[0].p == 10 / Double(short.maxima.count))
  }

  /// p is right: of studies without a cluster, 5 % have a p of at most 0.05.
  @Test func seldomCallsChanceACluster() throws {
    var few = 0
    for seed in 0..<200 {
      let (x, y, cases) = city(UInt64(100 + seed))
      var settings = ScanSettings()
      settings.replicates = 99
      settings.isProspective = true
      settings.maximumRadiusMetres = 600
      settings.seed = UInt64(seed)
      let study = try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: 10)
      let found = try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
      if (found.clusters.first?.p ?? 1) <= 0.05 { few += 1 }
    }
    // Four standard errors of 200 trials at 0.05: 10 ± 12.3.
    #expect(few <= 22 && few >= 1)
  }

  @Test func edgesHaveAnAnswer() throws {
    let one: [Int32] = [5, 3]
    let point = [7.0]
    let settings = ScanSettings()
    let alone = try ScanStudy.spaceTimePermutation(cases: one.span, intervals: 2)
    let ofOne = try SpatialScan(alone, settings: settings).clusters(x: point.span, y: point.span)
    #expect(ofOne.clusters.isEmpty)
    let none = [Int32](repeating: 0, count: 4)
    #expect(throws: AnalysisError.tooFewIncidents(count: 0, minimum: 2)) {
      try ScanStudy.spaceTimePermutation(cases: none.span, intervals: 2)
    }
    let same = [5.0, 5, 5, 5]
    let crowd: [Int32] = [2280, 1, 0, 2]
    let even = [1.0, 1, 1, 1]
    let study = try ScanStudy.poisson(cases: crowd.span, expected: even.span)
    // All places on one coordinate are one circle, which is more than half.
    let ofCrowd = try SpatialScan(study, settings: settings).clusters(x: same.span, y: same.span)
    #expect(ofCrowd.clusters.isEmpty)
    let noExpectation = [1.0, 0, 1, 1]
    #expect(throws: AnalysisError.self) {
      try ScanStudy.poisson(cases: crowd.span, expected: noExpectation.span)
    }
    var wrong = ScanSettings()
    wrong.maximumShare = 1.2
    let tooLarge = wrong
    #expect(throws: AnalysisError.self) { try SpatialScan(study, settings: tooLarge) }
  }
}
