import Analysis
import Testing

@Suite struct ScanExpectationTests {
  /// Two classes of rates 0.1 and 0.5.
  @Test func eachClassHasTheRateOfTheWholeStudy() throws {
    let exposure = [100.0, 300, 10, 30]
    let classes: [Int32] = [0, 0, 1, 1]
    let cases: [Int32] = [30, 10, 5, 15]
    let expected = try ScanExpectation.standardised(
      exposure: exposure.span, classes: classes.span, cases: cases.span)
    #expect(expected == [10, 30, 5, 15])
  }

  @Test(arguments: 0..<30)
  func agreesWithPopulationsByClass(seed: UInt64) throws {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let rows = 60
    let count = 4
    let exposure = (0..<rows).map { _ in 1 + 100 * random.uniform() }
    let classes = (0..<rows).map { _ in Int32(random.integer(below: UInt64(count))) }
    let cases = (0..<rows).map { _ in Int32(random.integer(below: 9)) }
    var population = [Double](repeating: 0, count: rows * count)
    var sums = [Int32](repeating: 0, count: count)
    for row in 0..<rows {
      population[row * count + Int(classes[row])] = exposure[row]
      sums[Int(classes[row])] += cases[row]
    }
    let one = try ScanExpectation.standardised(
      exposure: exposure.span, classes: classes.span, cases: cases.span)
    let other = try ScanExpectation.standardised(
      population: population.span, classCases: sums.span)
    for (a, b) in zip(one, other) { #expect(abs(a - b) <= 1e-12 * b) }
    #expect(abs(one.reduce(0, +) - Double(cases.reduce(0, +))) < 1e-9)
  }

  @Test func casesWithoutAnExposureAreRefused() {
    let exposure = [0.0, 1]
    let classes: [Int32] = [0, 1]
    let cases: [Int32] = [1, 0]
    #expect(throws: AnalysisError.self) {
      try ScanExpectation.standardised(
        exposure: exposure.span, classes: classes.span, cases: cases.span)
    }
    let odd: [Int32] = [0, -1]
    let known = [1.0, 1]
    #expect(throws: AnalysisError.self) {
      try ScanExpectation.standardised(
        exposure: known.span, classes: odd.span, cases: cases.span)
    }
  }
}
