import Foundation
import Synchronization
import Workflows

/// How much may be computed at a time.
final class ProcessGate: Sendable {
  private let most: Int
  private let under = Mutex(0)

  init(_ most: Int) { self.most = most }

  /// Computations under way.
  var count: Int { under.withLock { $0 } }

  /// Waits for a turn.
  ///
  /// - Parameter seconds: how long, at most.
  /// - Returns: whether there was one in time.
  func enter(within seconds: Double, clock: ServiceClock, isCancelled: Cancellation) -> Bool {
    let last = clock.seconds() + seconds
    repeat {
      if isCancelled() { return false }
      let isIn = under.withLock { under in
        guard under < most else { return false }
        under += 1
        return true
      }
      if isIn { return true }
      Thread.sleep(forTimeInterval: 0.02)
    } while clock.seconds() < last
    return false
  }

  func leave() { under.withLock { $0 -= 1 } }
}
