import Formats

/// Random numbers that repeat (SplitMix64).
struct Randomness: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A double of any size, by its bits.
  mutating func double() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }

  /// Some bytes changed, dropped, doubled or swapped for those that mean something.
  mutating func mutated(_ bytes: [UInt8], telling: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0...3, using: &self) {
      let at = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0...5, using: &self) {
      case 0 where !bytes.isEmpty: bytes[at] = UInt8.random(in: 0...255, using: &self)
      case 1 where !bytes.isEmpty: bytes[at] = telling.randomElement(using: &self) ?? 0
      case 2 where !bytes.isEmpty: bytes.remove(at: at)
      case 3: bytes.insert(telling.randomElement(using: &self) ?? 0, at: at)
      case 4: bytes.removeSubrange(at...)
      case 5 where !bytes.isEmpty:
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &self))
        bytes.insert(contentsOf: bytes[at..<end], at: at)
      default: break
      }
    }
    return bytes
  }
}

/// What a writer wrote.
final class Collected {
  var bytes: [UInt8] = []

  var sink: ByteSink {
    ByteSink { span in span.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) } }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
