import Analysis
import Testing

struct ReplicateGeneratorTests {
  /// Results that were kept with their seed rest on these numbers: they must never change. They
  /// were computed from the published code of xoshiro256** and SplitMix64 in Python 3.
  @Test func theSequenceIsForEver() {
    var generator = ReplicateGenerator(seed: 20_260_730, stream: 7)
    let first = (0..<4).map { _ in generator.next() }
    #expect(
      first == [
        14_561_838_921_163_049_581,
        2_881_751_413_175_587_062,
        11_522_576_787_075_867_808,
        16_315_029_300_982_488_613,
      ])
  }

  @Test func streamsDiffer() {
    var seen: Set<UInt64> = []
    for seed in UInt64(0)..<20 {
      for stream in UInt64(0)..<20 {
        for substream in UInt64(0)..<5 {
          var generator = ReplicateGenerator(seed: seed, stream: stream, substream: substream)
          seen.insert(generator.next())
        }
      }
    }
    #expect(seen.count == 2000)
  }

  /// χ² of the first numbers of 40,000 streams over 16 cells: below the 99.99 % point of 15
  /// degrees of freedom.
  @Test func firstNumbersOfStreamsAreEven() {
    var cells = [Double](repeating: 0, count: 16)
    for stream in UInt64(0)..<40_000 {
      var generator = ReplicateGenerator(seed: 1, stream: stream)
      cells[Int(generator.integer(below: 16))] += 1
    }
    let square = cells.reduce(0) { $0 + ($1 - 2500) * ($1 - 2500) / 2500 }
    #expect(square < 44.3)
  }

  @Test func integersStayBelowTheirBound() {
    var generator = ReplicateGenerator(seed: 2, stream: 0)
    for bound in [1, 2, 3, 1000, UInt64.max / 2 + 2, .max] {
      #expect((0..<200).allSatisfy { _ in generator.integer(below: bound) < bound })
    }
    #expect(generator.integer(below: 0) == 0)
  }

  /// Means and variances within five standard errors of 200,000 draws.
  @Test(arguments: [0.3, 4, 9.9, 10, 37, 1e4, 1e9])
  func poissonHasItsMeanAndVariance(mean: Double) {
    var generator = ReplicateGenerator(seed: 3, stream: UInt64(mean * 10))
    let n = 200_000.0
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<Int(n) {
      let offset = Double(generator.poisson(mean: mean)) - mean
      sum += offset
      squares += offset * offset
    }
    #expect(abs(sum / n) < 5 * (mean / n).squareRoot())
    let error = ((mean + 2 * mean * mean) / n).squareRoot()
    #expect(abs(squares / n - mean) < 5 * error)
  }

  @Test func oddMeansGiveNumbers() {
    var generator = ReplicateGenerator(seed: 3, stream: 0)
    #expect(generator.poisson(mean: 0) == 0)
    #expect(generator.poisson(mean: -4) == 0)
    #expect(generator.poisson(mean: .nan) == 0)
    #expect(generator.poisson(mean: .infinity) > 900_000_000_000_000)
  }

  @Test func normalHasItsMomentsAndUniformItsRange() {
    var generator = ReplicateGenerator(seed: 4, stream: 0)
    let n = 200_000.0
    var moments = SIMD4<Double>.zero
    var range = (low: 1.0, high: 0.0)
    for _ in 0..<Int(n) {
      let value = generator.normal()
      moments += SIMD4(value, value * value, value * value * value, value * value * value * value)
      let uniform = generator.uniform()
      range = (min(range.low, uniform), max(range.high, uniform))
    }
    #expect(range.low >= 0 && range.low < 1e-4 && range.high > 0.9999 && range.high < 1)
    moments /= n
    // Five standard errors: the variances of the four are 1, 2, 15 and 96.
    let errors = SIMD4(1, 2, 15, 96) / n
    let expected = SIMD4<Double>(0, 1, 0, 3)
    for moment in 0..<4 {
      #expect(abs(moments[moment] - expected[moment]) < 5 * errors[moment].squareRoot())
    }
  }
}
