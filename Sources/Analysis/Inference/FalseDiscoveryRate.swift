/// The false discovery rate of many tests made at once.
public enum FalseDiscoveryRate {
  /// The smallest rate at which each test would be called significant: its q.
  ///
  /// Equals R's `p.adjust(p, "BH")`.
  ///
  /// > Y. Benjamini, Y. Hochberg. "Controlling the False Discovery Rate." *J. R. Stat. Soc. B*,
  /// > vol. 57, no. 1, 1995. doi:10.1111/j.2517-6161.1995.tb02031.x
  ///
  /// - Parameter p: values of [0, 1]; `nil` is no test, stays `nil` and is not counted.
  /// - Complexity: O(n log n).
  public static func benjaminiHochberg(_ p: [Double?]) -> [Double?] {
    var tests: [(p: Double, position: Int)] = []
    for (position, value) in p.enumerated() {
      if let value { tests.append((value, position)) }
    }
    tests.sort { $0.p < $1.p }
    var q = [Double?](repeating: nil, count: p.count)
    var least = 1.0
    for rank in tests.indices.reversed() {
      least = min(least, tests[rank].p * Double(tests.count) / Double(rank + 1))
      q[tests[rank].position] = least
    }
    return q
  }
}
