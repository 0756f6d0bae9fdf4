import Testing

@testable import Analysis

@Suite struct HeavyHittersTests {
  @Test(arguments: 0..<20)
  func whatIsFoundIsThereAndWhatIsHeavyIsFound(seed: Int) {
    var random = ReplicateGenerator(seed: 5, stream: UInt64(seed))
    var counts: [SIMD2<Double>: Int] = [:]
    var hitters = HeavyHitters(buckets: 1 << 12)
    for row in 0..<200_000 {
      // Three defaults hold 2 %, 3 % and 5 % of the rows; all else is spread over a plain.
      let draw = random.uniform()
      let key =
        draw < 0.02
        ? SIMD2(120.0, 26.0)
        : draw < 0.05
          ? SIMD2(120.5, 26.5)
          : draw < 0.1
            ? SIMD2(0, 0) : SIMD2(119 + random.uniform(), 26 + Double(row % 977) / 977)
      counts[key, default: 0] += 1
      hitters.add(key)
    }
    let found = hitters.hitters(atLeast: 2000, limit: 10)
    #expect(Set(found.map(\.key)) == [[120, 26], [120.5, 26.5], [0, 0]])
    for hitter in found {
      let truth = counts[hitter.key] ?? 0
      // The others of its bucket: 200,000 / 4,096 rows.
      #expect(hitter.count <= truth && hitter.count >= truth - 150, "\(hitter) of \(truth)")
    }
  }

  @Test func aSmallStreamIsCountedExactly() {
    var hitters = HeavyHitters()
    for _ in 0..<30 { hitters.add([120.1, 26.9]) }
    for row in 0..<100 { hitters.add([120 + Double(row) / 1000, 26.8]) }
    #expect(hitters.hitters(atLeast: 21, limit: 5) == [.init(key: [120.1, 26.9], count: 30)])
  }
}
