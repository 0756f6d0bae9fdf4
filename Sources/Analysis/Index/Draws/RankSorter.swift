/// Ranks of scores by a radix sort that reuses its storage.
///
/// The order of floats is that of their bits, the sign turned: three passes of eleven bits and one
/// that reads, whatever the scores are.
struct RankSorter {
  private static let bits = 11
  private static let bins = 1 << bits

  /// A score's key above the unit's number, as they are and as a pass leaves them.
  private var keys: [UInt64]
  private var sorted: [UInt64]
  private var starts: [UInt32]

  init(units: Int) {
    keys = [UInt64](repeating: 0, count: units)
    sorted = keys
    starts = [UInt32](repeating: 0, count: 3 * Self.bins)
  }

  /// What units with equal scores get.
  enum Ties {
    /// All of them the middle of their ranks, rounded down.
    case shared
    /// Ranks of their own, in the order of their numbers from this one on, and round.
    case inTurn(from: Int)
  }

  /// Writes ranks from 1 for the highest score; 0 for what is not a number.
  ///
  /// - Returns: how many have a rank.
  /// - Complexity: O(units). Allocates nothing.
  mutating func rank(
    _ scores: UnsafePointer<Float>, _ ties: Ties, into ranks: UnsafeMutablePointer<Int32>
  ) -> Int {
    let units = keys.count
    var first = 0
    if case .inTurn(let from) = ties { first = units > 0 ? from % units : 0 }
    return keys.withUnsafeMutableBufferPointer { keys in
      sorted.withUnsafeMutableBufferPointer { sorted in
        starts.withUnsafeMutableBufferPointer { starts in
          guard var from = keys.baseAddress, var to = sorted.baseAddress,
            let starts = starts.baseAddress
          else { return 0 }
          starts.update(repeating: 0, count: 3 * Self.bins)
          var known = 0
          for place in 0..<units {
            let unit = place + first < units ? place + first : place + first - units
            let score = scores[unit]
            guard score == score else {
              ranks[unit] = 0
              continue
            }
            let key = Self.key(score)
            from[known] = UInt64(key) << 32 | UInt64(unit)
            known += 1
            for pass in 0..<3 { starts[pass * Self.bins + Self.digit(key, pass)] += 1 }
          }
          for pass in 0..<3 {
            let own = starts + pass * Self.bins
            var sum: UInt32 = 0
            for bin in 0..<Self.bins {
              let count = own[bin]
              own[bin] = sum
              sum += count
            }
            for place in 0..<known {
              let entry = from[place]
              let bin = Self.digit(UInt32(truncatingIfNeeded: entry >> 32), pass)
              to[Int(own[bin])] = entry
              own[bin] += 1
            }
            swap(&from, &to)
          }
          Self.assign(from, known, ties, ranks)
          return known
        }
      }
    }
  }

  private static func assign(
    _ order: UnsafePointer<UInt64>, _ known: Int, _ ties: Ties,
    _ ranks: UnsafeMutablePointer<Int32>
  ) {
    guard case .shared = ties else {
      for place in 0..<known { ranks[Int(order[place] & 0xffff_ffff)] = Int32(place + 1) }
      return
    }
    var start = 0
    while start < known {
      var end = start + 1
      let key = order[start] >> 32
      while end < known, order[end] >> 32 == key { end += 1 }
      let rank = Int32((start + 1 + end) / 2)
      for place in start..<end { ranks[Int(order[place] & 0xffff_ffff)] = rank }
      start = end
    }
  }

  /// Ascending where scores descend.
  @inline(__always)
  private static func key(_ score: Float) -> UInt32 {
    // −0 and 0 are one score.
    let bits = (score + 0).bitPattern
    let ascending = bits & 0x8000_0000 != 0 ? ~bits : bits | 0x8000_0000
    return ~ascending
  }

  @inline(__always)
  private static func digit(_ key: UInt32, _ pass: Int) -> Int {
    Int(truncatingIfNeeded: key >> UInt32(pass * bits)) & (bins - 1)
  }
}
