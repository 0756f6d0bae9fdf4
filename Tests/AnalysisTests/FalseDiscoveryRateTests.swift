import Analysis
import Testing

struct FalseDiscoveryRateTests {
  /// R 4.2.2: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05, 1, 0.011), "BH")
  @Test func equalsR() {
    let q = FalseDiscoveryRate.benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.05, 1, 0.011])
    let expected = [0.0385, 7 * 0.02 / 3, 7 * 0.03 / 4, 0.056, 7 * 0.05 / 6, 1, 0.0385]
    #expect(zip(q, expected).allSatisfy { abs(($0 ?? -1) - $1) < 1e-15 })
  }

  /// The rule as it is told: reject the k smallest, for the largest k with p(k) ≤ k·rate/n.
  @Test(arguments: 0..<100)
  func qUpToTheRateIsTheStepUpRule(seed: Int) {
    var random = ReplicateGenerator(seed: 51, stream: UInt64(seed))
    let n = Int.random(in: 1...60, using: &random)
    let p = (0..<n).map { _ in
      random.uniform() < 0.3 ? random.uniform() * 0.02 : (random.uniform() * 50).rounded() / 50
    }
    let q = FalseDiscoveryRate.benjaminiHochberg(p)
    for rate in [0.01, 0.05, 0.1, 0.2] {
      let sorted = p.sorted()
      let last = sorted.indices.last { sorted[$0] <= Double($0 + 1) * rate / Double(n) }
      for place in 0..<n {
        let isRejected = last.map { p[place] <= sorted[$0] } ?? false
        // Next to the rate itself the two ways to write it may round apart.
        if abs((q[place] ?? 0) - rate) > 1e-15 { #expect(((q[place] ?? 2) <= rate) == isRejected) }
      }
    }
  }

  @Test func noTestIsNotCounted() {
    #expect(FalseDiscoveryRate.benjaminiHochberg([nil, 0.04, nil, 0.5]) == [nil, 0.08, nil, 0.5])
    #expect(FalseDiscoveryRate.benjaminiHochberg([]).isEmpty)
    #expect(FalseDiscoveryRate.benjaminiHochberg([nil]) == [nil])
  }
}
