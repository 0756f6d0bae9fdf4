import Testing

@testable import Analysis

@Suite struct SameEventSearchTests {
  typealias Record = SameEventSearch.Record

  static func randomRecords(seed: Int) -> [Record] {
    var random = ReplicateGenerator(seed: 77, stream: UInt64(seed))
    let count = Int.random(in: 0...120, using: &random)
    return (0..<count).map { _ in
      let from = Int64.random(in: -20_000...20_000, using: &random)
      let length = random.uniform() < 0.2 ? Int64.random(in: 0...30_000, using: &random) : 0
      return Record(
        x: (random.uniform() * 80).rounded() * 10 - 400,
        y: (random.uniform() * 80).rounded() * 10 - 400, from: from, to: from + length,
        kind: Int32.random(in: 0...2, using: &random),
        source: Int32.random(in: 0...2, using: &random), isNew: random.uniform() < 0.4)
    }
  }

  /// Every two records, as the sentence says it.
  static func obvious(_ records: [Record], _ search: SameEventSearch) -> [SameEventSearch.Pair] {
    var pairs: [SameEventSearch.Pair] = []
    for first in records.indices {
      for second in records.indices where second > first {
        let (a, b) = (records[first], records[second])
        guard a.isNew || b.isNew, a.kind == b.kind, a.source != b.source else { continue }
        let (dx, dy) = (a.x - b.x, a.y - b.y)
        let distance = (dx * dx + dy * dy).squareRoot()
        let gap = a.to < b.from ? b.from - a.to : b.to < a.from ? a.from - b.to : 0
        guard distance <= search.radiusMetres, gap <= search.gapSeconds else { continue }
        pairs.append(
          .init(first: first, second: second, distanceMetres: distance, gapSeconds: gap))
      }
    }
    return pairs
  }

  @Test(arguments: 0..<300)
  func agreesWithTheObviousLoop(seed: Int) throws {
    let records = Self.randomRecords(seed: seed)
    var search = SameEventSearch()
    search.gapSeconds = Int64(seed % 5) * 1800
    #expect(try search.pairs(among: records).pairs == Self.obvious(records, search))
  }

  @Test func aCrowdOnOnePointIsCutAndSaysSo() throws {
    let crowd = (0..<400).map {
      Record(x: 0, y: 0, from: 0, to: 0, kind: 0, source: Int32($0 % 2), isNew: true)
    }
    var search = SameEventSearch()
    #expect(try search.pairs(among: crowd).pairs.count == 200 * 200)
    search.maximumPairs = 1000
    let cut = try search.pairs(among: crowd)
    #expect(cut.isCut && cut.pairs.count == 1000)
  }

  @Test func whatIsNoNumberIsNamed() {
    let record = Record(x: 0, y: .nan, from: 0, to: 0, kind: 0, source: 0, isNew: true)
    #expect(throws: AnalysisError.notFinite(column: "y", position: 0)) {
      try SameEventSearch().pairs(among: [record])
    }
  }
}
