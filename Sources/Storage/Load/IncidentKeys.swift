/// Which row has which source and id, while no index can say it: a hash table of row numbers.
///
/// A slot is eight bytes, half of them the number, half a hash. Equal hashes say "perhaps", and the
/// caller asks the table itself: the answer is exact, and ten million rows take 134 MB.
package struct IncidentKeys {
  /// Parts that grow one by one, so that the old and the new memory of one alone exist together.
  private static let parts = 64
  private var slots: [[UInt64]]
  private var counts: [Int]

  package init(expectedRows: Int) {
    // Four fifths full at most, and no power of two: ten million rows take 104 MB, not 134.
    let capacity = max(16, expectedRows / Self.parts * 13 / 10)
    slots = (0..<Self.parts).map { _ in [UInt64](repeating: 0, count: capacity) }
    counts = [Int](repeating: 0, count: Self.parts)
  }

  /// - Parameters:
  ///   - row: 1 to 2³² - 1.
  ///   - isSame: whether a row, whose hash is the same, has the key in question.
  /// - Returns: the row with the key; `nil` where there was none, and `row` has it now.
  package mutating func insert(
    _ row: UInt32, hash: UInt64, isSame: (UInt32) throws -> Bool
  ) rethrows -> UInt32? {
    let part = Int(hash >> 58)
    let tag = UInt32(truncatingIfNeeded: hash >> 26)
    if counts[part] * 5 >= slots[part].count * 4 { grow(part) }
    let count = slots[part].count
    var slot = Self.home(tag, count)
    while slots[part][slot] != 0 {
      let entry = slots[part][slot]
      if UInt32(truncatingIfNeeded: entry >> 32) == tag {
        let known = UInt32(truncatingIfNeeded: entry)
        if try isSame(known) { return known }
      }
      slot += 1
      if slot == count { slot = 0 }
    }
    slots[part][slot] = UInt64(tag) << 32 | UInt64(row)
    counts[part] += 1
    return nil
  }

  /// The row with a key, or `nil`.
  package func find(hash: UInt64, isSame: (UInt32) throws -> Bool) rethrows -> UInt32? {
    let part = Int(hash >> 58)
    let tag = UInt32(truncatingIfNeeded: hash >> 26)
    let count = slots[part].count
    var slot = Self.home(tag, count)
    while slots[part][slot] != 0 {
      let entry = slots[part][slot]
      if UInt32(truncatingIfNeeded: entry >> 32) == tag {
        let known = UInt32(truncatingIfNeeded: entry)
        if try isSame(known) { return known }
      }
      slot += 1
      if slot == count { slot = 0 }
    }
    return nil
  }

  private mutating func grow(_ part: Int) {
    let old = slots[part]
    let count = old.count * 3 / 2
    var new = [UInt64](repeating: 0, count: count)
    for entry in old where entry != 0 {
      var slot = Self.home(UInt32(truncatingIfNeeded: entry >> 32), count)
      while new[slot] != 0 { slot = slot + 1 == count ? 0 : slot + 1 }
      new[slot] = entry
    }
    slots[part] = new
  }

  /// > D. Lemire. "Fast Random Integer Generation in an Interval." ACM TOMACS 29(1), 2019.
  private static func home(_ tag: UInt32, _ count: Int) -> Int {
    Int((UInt64(tag) * UInt64(count)) >> 32)
  }

  /// Of a source and an id, eight bytes at a time.
  package static func hash(
    _ source: UnsafeBufferPointer<UInt8>, _ id: UnsafeBufferPointer<UInt8>
  ) -> UInt64 {
    mixed(take(id, take(source, 0x9E37_79B9_7F4A_7C15)))
  }

  private static func take(_ bytes: UnsafeBufferPointer<UInt8>, _ start: UInt64) -> UInt64 {
    var state = start ^ UInt64(truncatingIfNeeded: bytes.count)
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while raw.count - index >= 8 {
      state = mixed(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    return mixed(state ^ rest)
  }

  /// The two halves of a product of 128 bits, folded.
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}
