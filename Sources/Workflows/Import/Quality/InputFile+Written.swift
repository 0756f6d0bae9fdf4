import Foundation
import SimpleFeatures

extension InputFile {
  /// The day on which the file was written last, by its own date; `nil` for the standard input.
  func writtenDay(_ clock: StudyClock) -> DayNumber? {
    guard let url,
      let date = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate]
        as? Date
    else { return nil }
    return clock.day(of: Instant(Int64(date.timeIntervalSince1970)))
  }
}
