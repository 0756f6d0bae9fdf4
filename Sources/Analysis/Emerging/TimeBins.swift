/// Half-open stretches of days of one length: bin *k* is the days from `firstDay + k · length` up
/// to, but without, `firstDay + (k + 1) · length`.
public struct TimeBins: Sendable, Equatable {
  /// What becomes of days that do not fill a bin.
  public enum Remainder: String, Sendable, CaseIterable {
    /// They are refused.
    case refused
    /// The earliest days are left out, so that the last bin ends with the last day.
    case earliestLeftOut = "earliest-left-out"
    /// The latest days are left out, so that the first bin begins with the first day.
    case latestLeftOut = "latest-left-out"
  }

  public let firstDay: Int32
  public let lengthDays: Int
  public let count: Int
  /// Days of the window that are in no bin, since they do not fill one.
  public let leftOutDays: Int

  /// The bins of a window of days, both ends in it.
  ///
  /// - Throws: `invalidParameter` for a length below 1, a window that ends before it begins, and
  ///   days that do not fill a bin, if these are refused; `tooFewBins` where none is full.
  public init(
    from first: Int32, through last: Int32, lengthDays: Int, remainder: Remainder = .refused
  ) throws(AnalysisError) {
    guard lengthDays >= 1 else {
      throw .invalidParameter(name: "lengthDays", requirement: "at least 1")
    }
    guard first <= last else {
      throw .invalidParameter(name: "last", requirement: "no day before the first")
    }
    let days = Int(last) - Int(first) + 1
    let (count, rest) = days.quotientAndRemainder(dividingBy: lengthDays)
    if rest > 0 && remainder == .refused {
      throw .invalidParameter(
        name: "the window",
        requirement: "a whole number of bins of \(lengthDays) days, not \(days) days: "
          + "the last bin would hold \(rest) of \(lengthDays)")
    }
    guard count > 0 else { throw .tooFewBins(count: 0, minimum: 1) }
    firstDay = remainder == .earliestLeftOut ? first + Int32(rest) : first
    self.lengthDays = lengthDays
    self.count = count
    leftOutDays = rest
  }

  /// The bin of a day; `nil` before the first and after the last.
  public func bin(of day: Int32) -> Int? {
    let offset = Int(day) - Int(firstDay)
    guard offset >= 0, offset < count * lengthDays else { return nil }
    return offset / lengthDays
  }

  /// The days of a bin.
  public func days(of bin: Int) -> Range<Int32> {
    let start = Int(firstDay) + bin * lengthDays
    // The day after the last day there is has no number; the last bin then ends with that one.
    return Int32(clamping: start)..<Int32(clamping: start + lengthDays)
  }

  /// Counts incidents by bin and place, bin after bin; those in no bin or of no place are
  /// `outside`.
  ///
  /// - Parameters:
  ///   - days: of the incidents.
  ///   - places: of the incidents, as numbers below `placeCount`; another number is no place.
  /// - Throws: `differentLengths`.
  public func counts(
    days: Span<Int32>, places: Span<Int32>, placeCount: Int
  ) throws(AnalysisError) -> (counts: [Double], outside: Int) {
    guard places.count == days.count else {
      throw .differentLengths(column: "places", count: places.count, expected: days.count)
    }
    var counts = [Double](repeating: 0, count: count * max(0, placeCount))
    var outside = 0
    for incident in days.indices {
      let place = Int(places[incident])
      if place >= 0, place < placeCount, let bin = bin(of: days[incident]) {
        counts[bin * placeCount + place] += 1
      } else {
        outside += 1
      }
    }
    return (counts, outside)
  }
}
