import SimpleFeatures
import Testing

@testable import Tiles

@Suite struct ValuePoolTests {
  /// A pool whose values all began at one slot would still be right, and take a day for a million.
  @Test(arguments: [1 << 10, 1 << 16, 1 << 22])
  func homesAreSpreadOverAllSlots(count: Int) {
    #expect(ValuePool.home(0, count) == 0)
    #expect(ValuePool.home(1 << 31, count) == count / 2)
    #expect(ValuePool.home(.max, count) == count - 1)
  }

  @Test func aValueKeepsItsNumberWhileThePoolGrows() {
    var pool = ValuePool()
    let texts = (0..<20_000).map { "格\($0)" }
    func number(_ text: String) -> UInt32 {
      var text = text
      return text.withUTF8 { pool.number(ofText: $0.span) }
    }
    let first = texts.map(number)
    #expect(first == (1...20_000).map { UInt32($0) })
    #expect(texts.map(number) == first)
    #expect(pool.number(of: .text("格7")) { _ in 0 } == 8)
    #expect(pool.number(ofCount: 7) == 0)
    let seven = pool.number(of: .integer(7)) { _ in 0 }
    #expect(seven == 20_001 && pool.number(ofCount: 7) == seven)
  }

  @Test func aNameHasANumberOfItsOwnEachTime() {
    var pool = ValuePool()
    let sought = pool.number(of: .text("XP-1")) { _ in 0 }
    var name = "XP-1"
    let (one, other) = name.withUTF8 { (pool.add($0.span), pool.add($0.span)) }
    #expect(Set([sought, one, other]).count == 3)
    #expect(pool.message(one) == pool.message(sought) && pool.message(other) == pool.message(one))
    #expect(pool.number(of: .text("XP-1")) { _ in 0 } == sought)
  }
}
