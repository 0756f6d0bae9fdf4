import Storage
import Testing

@Suite struct IncidentKeysTests {
  private static func hash(_ id: String) -> UInt64 {
    let (source, id) = (Array("110".utf8), Array(id.utf8))
    return source.withUnsafeBufferPointer { source in
      id.withUnsafeBufferPointer { IncidentKeys.hash(source, $0) }
    }
  }

  /// Expected too few, as many and too many: each key is new once, and found ever after.
  @Test(arguments: [0, 20_000, 500_000])
  func eachKeyIsNewOnce(expected: Int) {
    var keys = IncidentKeys(expectedRows: expected)
    let ids = (1...20_000).map { "A\($0)" }
    for round in 0..<2 {
      for (index, id) in ids.enumerated() {
        let row = UInt32(index + 1)
        let known = keys.insert(row, hash: Self.hash(id)) { ids[Int($0) - 1] == id }
        #expect(known == (round == 0 ? nil : row))
      }
    }
    #expect(keys.find(hash: Self.hash("B1")) { ids[Int($0) - 1] == "B1" } == nil)
  }

  /// Keys that share a hash are told apart by who asks.
  @Test func twoKeysOfOneHashAreTwo() {
    var keys = IncidentKeys(expectedRows: 10)
    for row: UInt32 in 1...40 {
      #expect(keys.insert(row, hash: 7) { $0 == row } == nil)
      #expect(keys.insert(row + 100, hash: 7) { $0 == row } == row)
    }
  }
}
