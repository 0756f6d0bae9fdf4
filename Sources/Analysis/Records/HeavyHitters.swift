/// The keys that occur most often in a stream, in memory that does not grow with it.
///
/// Each key falls into one of 2ᵏ buckets by its hash. A bucket keeps one key and a balance: the
/// same key raises it, another lowers it and takes the bucket over at zero. A key that makes up
/// more than half of its bucket's rows therefore holds the bucket at the end, and its balance is
/// never more than its true count. With 65,536 buckets a key with a hundredth of a million rows
/// meets fifteen others in its bucket on average.
///
/// > R.S. Boyer, J.S. Moore. "MJRTY: A Fast Majority Vote Algorithm." *Automated Reasoning*, 1991.
/// > doi:10.1007/978-94-011-3488-0_5
public struct HeavyHitters: Sendable {
  public struct Hitter: Sendable, Hashable {
    public var key: SIMD2<Double>
    /// At least so many rows bear the key.
    public var count: Int
  }

  private var keys: [SIMD2<Double>]
  private var balances: [Int32]
  private let mask: UInt64

  /// - Parameter buckets: a power of two.
  public init(buckets: Int = 1 << 16) {
    precondition(buckets > 0 && buckets & (buckets - 1) == 0, "a power of two")
    keys = Array(repeating: SIMD2(.nan, .nan), count: buckets)
    balances = Array(repeating: 0, count: buckets)
    mask = UInt64(buckets - 1)
  }

  /// - Complexity: O(1). Allocates nothing.
  public mutating func add(_ key: SIMD2<Double>) {
    let bucket = Int(truncatingIfNeeded: Self.hash(key) & mask)
    if keys[bucket] == key {
      balances[bucket] &+= balances[bucket] < .max ? 1 : 0
    } else if balances[bucket] == 0 {
      keys[bucket] = key
      balances[bucket] = 1
    } else {
      balances[bucket] &-= 1
    }
  }

  /// Keys of at least `minimum` rows, the most frequent first, equals by their numbers.
  public func hitters(atLeast minimum: Int, limit: Int) -> [Hitter] {
    keys.indices.filter { Int(balances[$0]) >= max(1, minimum) }
      .map { Hitter(key: keys[$0], count: Int(balances[$0])) }
      .sorted { ($1.count, $0.key.x, $0.key.y) < ($0.count, $1.key.x, $1.key.y) }
      .prefix(limit).map { $0 }
  }

  /// Mixes the bits of both numbers (the finaliser of MurmurHash3).
  private static func hash(_ key: SIMD2<Double>) -> UInt64 {
    var bits = key.x.bitPattern ^ (key.y.bitPattern &* 0x9E37_79B9_7F4A_7C15)
    bits ^= bits >> 33
    bits &*= 0xFF51_AFD7_ED55_8CCD
    bits ^= bits >> 33
    bits &*= 0xC4CE_B9FE_1A85_EC53
    return bits ^ (bits >> 33)
  }
}
