import Analysis
import SimpleFeatures
import Storage

/// The storms of the store as tracks of one agency.
struct StormRecord {
  struct Storm {
    var code: String
    var season: Int
    /// Of the layer, WGS 84; the line through its points where the layer has none.
    var geometry: Geometry
    var track: StormTrack
    /// Knots by record, for products that a wind on a line triggers.
    var windKnots: [Double?]
  }

  private(set) var storms: [Storm] = []
  /// Why a storm is left out.
  private(set) var silence: [String] = []
  private(set) var agency: String?
  private(set) var isSynthetic = false

  static let metresPerSecondPerKnot = 0.514444

  /// - Parameters:
  ///   - agency: whose analysis; `nil` where the store has one alone.
  ///   - only: one storm, or `nil` for all.
  init(agency: String?, only: String?, in store: any SpatialStore) throws {
    var lines: [String: (season: Int, geometry: Geometry)] = [:]
    try CoverRegister.rows("storms", "", store) { row in
      guard let code = row.text("storm"), let geometry = row.geometry else {
        return
      }
      lines[code] = (Int(row.number("season") ?? 0), geometry)
      if row.truth("synthetic") == true { isSynthetic = true }
    }
    if let only, lines[only] == nil {
      let known = lines.keys.sorted()
      throw WorkflowError.usage(
        "--storm \(only): the store has no such storm; it has "
          + (known.isEmpty
            ? "none: import storms and storm_points"
            : known.prefix(5).joined(separator: ", ")
              + (known.count > 5 ? " and \(known.count - 5) others" : "")))
    }
    var fixes: [String: [String: [(fix: StormTrack.Fix, knots: Double?)]]] = [:]
    try CoverRegister.rows("storm_points", "", store) { row in
      guard let storm = row.text("storm"), only == nil || storm == only,
        let at = row.instant("time"), case .point(let place)? = row.geometry
      else { return }
      let knots = row.number("wind_kt")
      fixes[storm, default: [:]][row.text("agency") ?? "", default: []].append(
        (
          StormTrack.Fix(
            seconds: Double(at.seconds), longitude: place.x, latitude: place.y,
            pressure: row.number("pressure_hpa"),
            wind: knots.map { $0 * Self.metresPerSecondPerKnot },
            radius: row.number("max_wind_radius_km")), knots
        ))
    }
    let agencies = Set(fixes.values.flatMap(\.keys))
    if let agency, !agencies.contains(agency) {
      throw WorkflowError.usage(
        "--agency \(agency): no point of a storm is by it; there are "
          + agencies.sorted().map { $0.isEmpty ? "points without an agency" : $0 }
          .joined(separator: ", "))
    }
    if agency == nil, agencies.count > 1 {
      throw WorkflowError.usage(
        "the store has storms by \(agencies.sorted().filter { !$0.isEmpty }.joined(separator: ", ")); "
          + "they average wind over different minutes and are not mixed: say --agency")
    }
    self.agency = agency ?? agencies.first.flatMap { $0.isEmpty ? nil : $0 }
    for (code, line) in lines.sorted(by: { $0.key < $1.key }) where only == nil || code == only {
      let own = (fixes[code]?[agency ?? agencies.first ?? ""] ?? [])
        .sorted { $0.fix.seconds < $1.fix.seconds }
      guard own.contains(where: { $0.fix.pressure != nil }) else {
        silence.append("storm \(code): no point with a pressure, so that it has no wind")
        continue
      }
      var geometry = line.geometry
      if case .lineString(let positions) = geometry { geometry = .multiLineString([positions]) }
      storms.append(
        Storm(
          code: code, season: line.season, geometry: geometry,
          track: try WorkflowError.translating { try StormTrack(own.map(\.fix)) },
          windKnots: own.map(\.knots)))
    }
  }

  /// From the first season to the last.
  var years: Double {
    let seasons = storms.map(\.season)
    guard let first = seasons.min(), let last = seasons.max() else { return 1 }
    return Double(last - first + 1)
  }
}
