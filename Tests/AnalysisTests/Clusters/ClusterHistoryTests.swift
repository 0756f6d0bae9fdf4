import Analysis
import Testing

struct ClusterHistoryTests {
  /// Members in a square of 100 m around a place.
  private func cluster(
    _ id: Int, _ members: Range<Int64>, at x: Double, _ y: Double = 0
  ) throws -> ClusterSnapshot {
    try ClusterSnapshot(
      id: id, members: Array(members),
      x: members.map { x + Double($0 * 37 % 100) }, y: members.map { y + Double($0 * 53 % 100) })
  }

  @Test func followsEachFate() throws {
    let earlier = [
      try cluster(3, 0..<20, at: 0), try cluster(5, 100..<120, at: 1000),
      try cluster(7, 200..<220, at: 2000), try cluster(8, 300..<320, at: 3000),
      try cluster(9, 400..<440, at: 4000), try cluster(11, 500..<520, at: 5000),
    ]
    let current = [
      // Grown; 5 and 7 in one; 9 in two; far from any.
      try cluster(0, 0..<30, at: 0),
      try ClusterSnapshot(
        members: Array(100..<120) + Array(200..<212),
        x: (0..<32).map { $0 < 20 ? 1000 : 2000 }, y: (0..<32).map { Double($0) }),
      try cluster(0, 400..<425, at: 4000), try cluster(0, 425..<440, at: 4500),
      try cluster(0, 900..<920, at: 9000),
      // The same members, elsewhere.
      try cluster(0, 500..<520, at: 5300),
    ]
    let entries = try ClusterHistory().follow(earlier: earlier, current: current, nextID: 20)
    #expect(entries.map(\.id) == [3, 5, 9, 20, 21, 11, 7, 8])
    #expect(
      entries.map(\.change) == [.grown, .merged, .split, .split, .new, .moved, .gone, .gone])
    #expect(entries[1].earlier == [5, 7])
    #expect(entries[6].into == 5 && entries[7].into == nil)
    // As another order of the same clusters has it.
    let turned = try ClusterHistory().follow(
      earlier: earlier.reversed(), current: current, nextID: 20)
    #expect(turned == entries)
  }

  @Test func goesByAreaWhereNoMemberIsShared() throws {
    let entries = try ClusterHistory().follow(
      earlier: [try cluster(4, 0..<50, at: 0)], current: [try cluster(0, 100..<150, at: 5)])
    #expect(entries.map(\.id) == [4])
    #expect(entries.map(\.change) == [.same])
    let mall = try ClusterSnapshot(id: 2, members: [1, 2], x: [7, 7], y: [7, 7])
    let again = try ClusterSnapshot(members: [8, 9, 10], x: [7, 7, 7], y: [7, 7, 7])
    let found = try ClusterHistory().follow(earlier: [mall], current: [again])
    #expect(found.map(\.id) == [2] && found.map(\.change) == [.grown])
  }

  @Test func refusesTwoOfOneIdentity() throws {
    let one = try cluster(1, 0..<5, at: 0)
    #expect(throws: AnalysisError.self) {
      try ClusterHistory().follow(earlier: [one, one], current: [])
    }
  }
}
