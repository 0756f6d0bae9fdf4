import Analysis
import Testing

@Suite struct DensityLevelTests {
  /// 10 of all: 4 + 3 reach half; 4 + 3 + 2 reach nine tenths.
  @Test func aLevelEnclosesItsShareInTheFewestNodes() throws {
    let values = [1.0, 0, 4, 2, 3, 0]
    #expect(try DensityLevels.holding([0.9, 0.5, 0.1, 1], of: values.span) == [2, 3, 4, 1])
  }

  @Test(arguments: 0..<50)
  func noSmallerAreaHoldsAsMuch(seed: UInt64) throws {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let values = (0..<200).map { _ in max(0, random.normal()) }
    let total = values.reduce(0, +)
    for share in [0.1, 0.5, 0.9] {
      let level = try #require(try DensityLevels.holding([share], of: values.span).first)
      #expect(values.filter { $0 >= level }.reduce(0, +) >= share * total * (1 - 1e-12))
      #expect(values.filter { $0 > level }.reduce(0, +) < share * total)
    }
  }

  @Test func nothingHasNoLevelAndNonsenseIsRefused() throws {
    let empty = [0.0, 0]
    #expect(try DensityLevels.holding([0.5], of: empty.span) == [0])
    #expect(throws: AnalysisError.self) { try DensityLevels.holding([0], of: empty.span) }
    let wrong = [1, -1.0]
    #expect(throws: AnalysisError.negative(column: "values", position: 1)) {
      try DensityLevels.holding([0.5], of: wrong.span)
    }
    let unknown = [Double.nan]
    #expect(throws: AnalysisError.notFinite(column: "values", position: 0)) {
      try DensityLevels.holding([0.5], of: unknown.span)
    }
  }
}
