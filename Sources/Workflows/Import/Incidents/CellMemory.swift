/// What the texts of a column mean that come again and again: kinds, sources, states. It saves the
/// work, never the rule: what is not remembered is worked out as the first time.
final class CellMemory<Meaning> {
  // `work` never comes back to its own memory.
  @exclusivity(unchecked) private var slots = [Slot?](repeating: nil, count: CellMemory.size)

  private struct Slot {
    var text: [UInt8]
    var meaning: Meaning
  }

  private static var size: Int { 256 }
  /// Longer texts hardly ever come again.
  private static var longest: Int { 64 }

  /// - Parameter work: says what a text means; a fault is not remembered.
  func meaning<E: Error>(
    of text: Span<UInt8>, _ work: () throws(E) -> Meaning
  ) throws(E) -> Meaning {
    guard text.count <= Self.longest else { return try work() }
    let place = Self.place(of: text)
    if let slot = slots[place], Self.isSame(slot.text, text) { return slot.meaning }
    let meaning = try work()
    slots[place] = Slot(text: text.withUnsafeBufferPointer { Array($0) }, meaning: meaning)
    return meaning
  }

  private static func isSame(_ known: [UInt8], _ text: Span<UInt8>) -> Bool {
    guard known.count == text.count else { return false }
    for index in text.indices where known[index] != text[index] { return false }
    return true
  }

  /// > G. Fowler, L.C. Noll, K.-P. Vo: FNV-1a.
  private static func place(of text: Span<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in text.indices { hash = (hash ^ UInt32(text[index])) &* 16_777_619 }
    return Int((hash ^ hash >> 16) & UInt32(size - 1))
  }
}
