import Testing

@testable import Analysis

@Suite struct SignTestTests {
  /// Python 3.11, scipy 1.11: scipy.stats.binomtest(k, n, alternative="greater").pvalue
  @Test func agreesWithTheBinomialTest() {
    #expect(abs(SignTest(wins: 12, losses: 0).p - 0.000244140625) < 1e-15)
    #expect(abs(SignTest(wins: 8, losses: 2).p - 0.0546875) < 1e-14)
    #expect(abs(SignTest(wins: 5, losses: 5).p - 0.623046875) < 1e-14)
    #expect(abs(SignTest(wins: 0, losses: 0).p - 1) < 1e-15)
    // 60 of 100, by the exact sum of binomial coefficients.
    #expect(abs(SignTest(wins: 60, losses: 40).p - 0.02844396682049039) < 1e-12)
  }

  @Test func bothLawsMeet() {
    for wins in stride(from: 500, through: 560, by: 5) {
      let exact = SignTest(wins: wins, losses: 1000 - wins).p
      let z = SignTest(wins: wins, losses: 1001 - wins).p
      #expect(abs(exact - z) < 0.02, "\(wins): \(exact), \(z)")
    }
  }
}
