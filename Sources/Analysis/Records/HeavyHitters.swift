/// The keys that occur most often in a stream, in memory that does not grow with it.
///
/// Each key falls into one of 2ᵏ buckets by its hash. A bucket keeps one key and a balance: the
/// same key raises it, another lowers it and takes the bucket over at zero. A key that makes up
/// more than half of its bucket's rows therefore holds the bucket at the end, and its balance is
/// never more than its true count. With 16,384 buckets a key with a hundredth of a million rows
/// meets sixty others in its bucket on average, and half a megabyte stays near the processor.
///
/// > R.S. Boyer, J.S. Moore. "MJRTY: A Fast Majority Vote Algorithm." *Automated Reasoning*, 1991.
/// > doi:10.1007/978-94-011-3488-0_5
public struct HeavyHitters: Sendable {
  public struct Hitter: Sendable, Hashable {
    public var key: SIMD2<Double>
    /// At least so many rows bear the key.
    public var count: Int
  }

  /// Side by side, so that a row costs one visit to far memory.
  private struct Bucket {
    var key = SIMD2<Double>(.nan, .nan)
    var balance: Int32 = 0
  }

  private var buckets: [Bucket]
  private let mask: UInt64

  /// - Parameter buckets: a power of two.
  public init(buckets: Int = 1 << 14) {
    precondition(buckets > 0 && buckets & (buckets - 1) == 0, "a power of two")
    self.buckets = Array(repeating: Bucket(), count: buckets)
    mask = UInt64(buckets - 1)
  }

  /// - Complexity: O(1). Allocates nothing.
  public mutating func add(_ key: SIMD2<Double>) {
    let place = Int(truncatingIfNeeded: Self.hash(key) & mask)
    let bucket = buckets[place]
    if bucket.key == key {
      buckets[place].balance &+= bucket.balance < .max ? 1 : 0
    } else if bucket.balance == 0 {
      buckets[place] = Bucket(key: key, balance: 1)
    } else {
      buckets[place].balance &-= 1
    }
  }

  /// Keys of at least `minimum` rows, the most frequent first, equals by their numbers.
  public func hitters(atLeast minimum: Int, limit: Int) -> [Hitter] {
    buckets.filter { Int($0.balance) >= max(1, minimum) }
      .map { Hitter(key: $0.key, count: Int($0.balance)) }
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
