import Foundation
import Formats
public import SimpleFeatures

/// The wall clock of the study area: what its local times are in UTC, and which day an instant
/// falls on there.
public struct StudyClock: Sendable {
  public let identifier: String
  private let offsets: DayOffsets

  public init(_ identifier: String) throws(WorkflowError) {
    guard let zone = TimeZone(identifier: identifier),
      identifier.contains("/") || identifier == "UTC"
    else {
      throw .usage("there is no time zone \(identifier); write one such as Asia/Shanghai")
    }
    self.identifier = identifier
    offsets = DayOffsets(zone)
  }

  /// Seconds that the clock is ahead of UTC at an instant.
  public func offsetSeconds(at instant: Instant) -> Int {
    offsets.offset(at: instant.seconds)
  }

  /// The instant of a local time; one that the clock skips in spring is read as if it had not, one
  /// that it shows twice in autumn as the first.
  func instant(_ time: CivilTime) -> Instant {
    if let instant = time.instant { return instant }
    let local = time.localSeconds
    let early = Int64(offsetSeconds(at: Instant(local - 86_400)))
    let late = Int64(offsetSeconds(at: Instant(local + 86_400)))
    if early == late { return Instant(local - early) }
    let first = Instant(local - max(early, late))
    return offsetSeconds(at: first) == Int(max(early, late))
      ? first : Instant(local - min(early, late))
  }

  /// The last second of a local day.
  func endOfDay(_ time: CivilTime) -> Instant {
    let next = time.dayNumber + 1
    let (year, month, day) = next.civil
    let midnight = CivilTime(year: year, month: month, day: day, hasTime: false)
    return midnight.map { Instant(instant($0).seconds - 1) } ?? instant(time)
  }

  public func day(of instant: Instant) -> DayNumber {
    instant.day(offsetSeconds: offsetSeconds(at: instant))
  }

  /// The offset as `+08:00` at noon of a day, for a text that must name it.
  public func offsetSeconds(on day: DayNumber) -> Int {
    offsetSeconds(at: Instant(Int64(day.number) * 86_400 + 43_200))
  }
}
