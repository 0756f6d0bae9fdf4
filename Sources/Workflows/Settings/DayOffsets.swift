import Foundation
import Synchronization

/// How far a clock is ahead of UTC, remembered by day: the library's own answer takes as long as
/// all else that is read of a row.
final class DayOffsets: Sendable {
  private let zone: TimeZone
  private let slots = Mutex([Slot](repeating: Slot(), count: DayOffsets.size))

  private struct Slot {
    var day = Int64.min
    /// `nil` on a day on which the clock is set.
    var offset: Int?
  }

  private static let size = 1024
  private static let secondsInDay: Int64 = 86_400

  init(_ zone: TimeZone) { self.zone = zone }

  /// Seconds at an instant in seconds since 1970, UTC.
  func offset(at seconds: Int64) -> Int {
    let day = seconds >> 63 == 0 ? seconds / Self.secondsInDay : ~(~seconds / Self.secondsInDay)
    let place = Int(truncatingIfNeeded: day) & (Self.size - 1)
    let offset = slots.withLock { slots in
      if slots[place].day != day {
        let first = asked(day * Self.secondsInDay)
        let last = asked((day + 1) * Self.secondsInDay - 1)
        slots[place] = Slot(day: day, offset: first == last ? first : nil)
      }
      return slots[place].offset
    }
    return offset ?? asked(seconds)
  }

  private func asked(_ seconds: Int64) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
  }
}
