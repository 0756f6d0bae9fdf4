import Analysis
import SimpleFeatures
import Storage

/// Between which moments the incidents of a study happened.
struct IncidentStretches {
  /// Days since 1970, UTC, a row an incident; both are one where the moment is known.
  let from: [Double]
  let to: [Double]
  /// The same in seconds of the study area's clock.
  private let localFrom: [Double]
  private let localTo: [Double]

  private static let secondsInDay = 86_400.0

  init(_ points: StudyPoints, _ filter: IncidentFilter, in store: any SpatialStore) throws {
    let clock = try StudyClock(store.answer(Settings())[.timeZone] ?? "Asia/Shanghai")
    let known = try store.answer(IncidentTimesInWindow(filter))
    var row: [Int64: Int] = [:]
    row.reserveCapacity(known.id.count)
    for (index, id) in known.id.enumerated() { row[id] = index }
    var columns = (from: [Double](), to: [Double](), localFrom: [Double](), localTo: [Double]())
    for (index, id) in points.id.enumerated() {
      let noon = Int64(points.day[index]) * 86_400 + 43_200
      let from = row[id].map { known.from[$0] } ?? noon
      let to = row[id].map { known.to[$0] } ?? noon
      columns.from.append(Double(from) / Self.secondsInDay)
      columns.to.append(Double(to) / Self.secondsInDay)
      columns.localFrom.append(Double(from + Int64(clock.offsetSeconds(at: Instant(from)))))
      columns.localTo.append(Double(to + Int64(clock.offsetSeconds(at: Instant(to)))))
    }
    (from, to, localFrom, localTo) = columns
  }

  func update(_ digest: inout ContentDigest) {
    digest.update(from)
    digest.update(to)
    digest.update(localFrom)
    digest.update(localTo)
  }

  /// Incidents in parts, by hour of the week from Monday 00:00, local time.
  func hoursOfTheWeek() throws -> [Double] {
    // 1970-01-05 was a Monday.
    let bins = try AoristicBins(
      count: 168, width: 3_600, origin: 4 * Self.secondsInDay, repeats: true)
    // A clock that is set back within a stretch may end it before it begins.
    let ends = zip(localFrom, localTo).map { max($0, $1) }
    return try bins.totals(from: localFrom.span, to: ends.span)
  }
}
