import Analysis
import SimpleFeatures
import Storage

/// The histories of units as a store keeps them: with days in place of the numbers of bins, and the
/// rule in words.
struct EmergingHistories {
  let table: EmergingTable
  /// Bin after bin.
  let counts: [Double]
  let bins: TimeBins

  private var unitCount: Int { table.classes.count }

  var firstDay: DayNumber { DayNumber(bins.firstDay) }

  func className(_ unit: Int) -> String { table.classes[unit]?.rawValue ?? "too_few" }

  func row(_ unit: Int, key: Int64) -> EmergingRow {
    let history = table.classes[unit]
    let cells = (0..<bins.count).map { $0 * unitCount + unit }
    var row = EmergingRow(
      grid: key, count: Int(cells.reduce(0) { $0 + counts[$1] }), className: className(unit),
      rule: history?.rule ?? table.refusal.map { "\($0)" } ?? "", binCount: bins.count,
      stepDays: bins.lengthDays)
    row.bins = history?.bins.map(first) ?? []
    row.oppositeBins = history?.oppositeBins.map(first) ?? []
    row.since = history.flatMap { since($0) }
    row.hotBins = cells.count { [.hot95, .hot99].contains(table.cube.classes[$0]) }
    row.coldBins = cells.count { [.cold95, .cold99].contains(table.cube.classes[$0]) }
    row.unresolvedBins = table.unresolvedBins[unit]
    if let trend = table.trends[unit] {
      row.trend = trend.trend(level: EmergingHotspots.trendLevel).rawValue
      row.trendZ = trend.z
      row.trendP = trend.p
      row.tau = trend.tauA
      row.slope = trend.senSlope
    }
    if let last = cells.last {
      row.z = table.cube.z[last]
      row.p = table.cube.p[last]
      row.q = table.cube.q[last]
    }
    return row
  }

  func forEachBin(
    of unit: Int, key: Int64, run: String, _ body: (InsertEmergingBin) throws -> Void
  ) throws {
    for bin in 0..<bins.count {
      let cell = bin * unitCount + unit
      try body(
        InsertEmergingBin(
          run: run, grid: key, first: first(bin),
          last: DayNumber(bins.days(of: bin).upperBound - 1),
          count: Int(counts[cell]), z: table.cube.z[cell], p: table.cube.p[cell],
          q: table.cube.q[cell], className: table.cube.classes[cell].rawValue))
    }
  }

  private func first(_ bin: Int) -> DayNumber { DayNumber(bins.days(of: bin).lowerBound) }

  /// The first day of the unbroken row of bins that ends with the last one.
  private func since(_ history: EmergingClass) -> DayNumber? {
    let own = Set(history.bins)
    guard own.contains(bins.count - 1) else { return nil }
    var bin = bins.count - 1
    while own.contains(bin - 1) { bin -= 1 }
    return first(bin)
  }
}

extension EmergingClass {
  /// The rule that gave the class, in both languages.
  var rule: String {
    guard let side else { return "没有规律 / no pattern" }
    let (zh, en) = side == .hot ? ("热点", "hot") : ("冷点", "cold")
    let (otherZh, otherEn) = side == .hot ? ("冷点", "cold") : ("热点", "hot")
    let growing =
      side == .hot ? ("愈热", "hotter") : ("愈冷", "colder")
    let fading = side == .hot ? ("转凉", "less hot") : ("转暖", "less cold")
    switch pattern {
    case .new:
      return "仅最近一期为\(zh)，此前从未 / \(en) in the last bin and never before"
    case .consecutive:
      return "最近连续数期为\(zh)，此前从未，不足九成 / "
        + "\(en) in the last bins in a row and never before, in less than 90 %"
    case .intensifying:
      return "九成以上为\(zh)，含最近一期，且显著\(growing.0) / "
        + "\(en) in at least 90 % of bins, the last among them, and significantly \(growing.1)"
    case .persistent:
      return "九成以上为\(zh)，含最近一期，无趋势 / "
        + "\(en) in at least 90 % of bins, the last among them, without a trend"
    case .diminishing:
      return "九成以上为\(zh)，含最近一期，但显著\(fading.0) / "
        + "\(en) in at least 90 % of bins, the last among them, and significantly \(fading.1)"
    case .sporadic:
      return "最近一期为\(zh)，此前时有时无，从未为\(otherZh) / "
        + "\(en) in the last bin, on and off before, never \(otherEn)"
    case .oscillating:
      return "最近一期为\(zh)，此前曾为\(otherZh) / "
        + "\(en) in the last bin, \(otherEn) at some time before"
    case .historical:
      return "九成以上为\(zh)，最近一期不是 / \(en) in at least 90 % of bins, but not in the last"
    case .none: return "没有规律 / no pattern"
    }
  }
}
