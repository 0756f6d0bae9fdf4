import Synchronization

/// How often each may ask: a bucket of tokens each, which fills at an even pace.
public final class RateLimit: Sendable {
  private struct Bucket {
    var tokens: Double
    var seconds: Double
  }

  private let perSecond: Double
  private let burst: Double
  private let buckets = Mutex<[String: Bucket]>([:])

  /// More are not remembered at a time; those that are full again go.
  private static let most = 10_000

  /// - Parameters:
  ///   - perSecond: tokens that come back.
  ///   - burst: the most that a bucket holds.
  public init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = burst
  }

  /// Takes tokens.
  ///
  /// - Parameter now: seconds that only go forwards.
  /// - Returns: `nil` where they were there, else the seconds after which they will be.
  public func wait(_ name: String, cost: Double = 1, at now: Double) -> Double? {
    buckets.withLock { buckets in
      if buckets.count >= Self.most { tidy(&buckets, now) }
      var bucket = buckets[name] ?? Bucket(tokens: burst, seconds: now)
      bucket.tokens = min(burst, bucket.tokens + max(0, now - bucket.seconds) * perSecond)
      bucket.seconds = now
      let isThere = bucket.tokens >= cost
      if isThere { bucket.tokens -= cost }
      buckets[name] = bucket
      return isThere ? nil : (cost - bucket.tokens) / perSecond
    }
  }

  private func tidy(_ buckets: inout [String: Bucket], _ now: Double) {
    buckets = buckets.filter { $0.value.tokens + (now - $0.value.seconds) * perSecond < burst }
    // Someone asks under ever new names: all begin anew, with empty buckets.
    if buckets.count >= Self.most { buckets.removeAll() }
  }
}
