import Foundation

/// The end of a wait for a server. It is looked at while waiting and enters no data.
struct Deadline: Sendable {
  private let end: ContinuousClock.Instant

  init(seconds: Double) { end = ContinuousClock.now + .seconds(seconds) }

  var isOver: Bool { ContinuousClock.now >= end }

  /// As Foundation's locks take it.
  var date: Date {
    let left = end - ContinuousClock.now
    return Date(
      timeIntervalSinceNow: Double(left.components.seconds)
        + Double(left.components.attoseconds) * 1e-18)
  }
}
