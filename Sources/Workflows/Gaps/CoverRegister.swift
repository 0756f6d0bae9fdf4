import SimpleFeatures
import Storage

/// What the store holds of cover at sea and on land: zones, policies, claims, shores.
struct CoverRegister {
  struct Zone {
    var code: String
    var name: String
    var species: String?
    /// `mu`, `kou` or `xiang`.
    var unit: String?
    var quantity: Double?
    var workers: Double?
    var licence: String?
    var prohibited: Bool?
    /// Of one unit, yuan, where no month says another.
    var unitValue: Double?
    /// By month, 1 to 12, yuan.
    var monthlyValues: [Int: Double] = [:]
    /// A multipolygon in WGS 84.
    var geometry: Geometry

    /// What one unit is worth in a month, yuan; `nil` where nobody says.
    func unitValue(in month: Int) -> Double? { monthlyValues[month] ?? unitValue }
  }

  struct Policy {
    var number: String
    var scheme: String?
    var insuredKind: String
    var unit: String
    var units: Double?
    var sumYuan: Double?
    var premiumYuan: Double?
    var from: DayNumber
    var to: DayNumber
    var grid: String?
    var village: String?
    var zone: String?

    func isInForce(on day: DayNumber) -> Bool { from <= day && day <= to }

    /// Of the units, up to a day.
    func earnedYears(until day: DayNumber) -> Double {
      guard from <= day else { return 0 }
      return Double(min(day, to).number - from.number + 1) / 365.25
    }

    /// Yuan that the policy pays for one unit; `nil` where that is not known, or cannot be meant.
    ///
    /// - Parameter need: yuan that a unit is worth, or full cover of it needs.
    func limitYuan(need: Double?, _ terms: CoverTerms, _ faults: inout CoverFaults) -> Double? {
      guard let units, units > 0, let sum = sumYuan else { return terms.limitYuan }
      let limit = sum / units
      if let premiumYuan, premiumYuan > sum {
        faults.add(
          "policy \(number): a premium of \(MarineGaps.plain(premiumYuan)) yuan for a sum of "
            + "\(MarineGaps.plain(sum)); is the sum in 万元? It is taken as unknown")
        return nil
      }
      guard let need, need > 0 else { return limit }
      // A ten-thousandth of what is usual: the sum was written in 万元.
      let isSmall = limit > 0 && limit < need / 1000
      guard isSmall || limit > need * 1000 else { return limit }
      faults.add(
        "policy \(number): \(MarineGaps.plain(limit)) yuan for a unit that is worth "
          + "\(MarineGaps.plain(need))\(isSmall ? "; is the sum in 万元? It" : "; it") is taken as "
          + "unknown")
      return nil
    }
  }

  struct Claim {
    var policy: String
    /// The day it happened, or was told.
    var day: DayNumber
    /// Paid and outstanding, yuan.
    var yuan: Double
    var isRefused: Bool
  }

  struct Segment {
    var code: String
    var kind: String
    var town: String?
    var lengthMetres: Double?
    var exposure: String?
    var geometry: Geometry
  }

  private(set) var zones: [Zone] = []
  private(set) var policies: [Policy] = []
  private(set) var claims: [Claim] = []
  private(set) var segments: [Segment] = []
  private(set) var schemes: Set<String> = []
  private(set) var isSynthetic = false

  /// - Parameter isCancelled: asked at every row.
  /// - Throws: `WorkflowError` of the kind `cancelled` once it answers true.
  init(
    area: String = "", in store: any SpatialStore, isCancelled: Cancellation = { false }
  ) throws {
    func rows(_ name: String, _ area: String, _ body: (NamedRow) throws -> Void) throws {
      try Self.rows(name, area, store) { row in
        if isCancelled() { throw WorkflowError.cancelled }
        try body(row)
      }
    }
    if isCancelled() { throw WorkflowError.cancelled }
    var position: [String: Int] = [:]
    try rows("aquaculture_zones", area) { row in
      position[row.text("code") ?? ""] = zones.count
      guard var geometry = row.geometry else { return }
      if case .polygon(let polygon) = geometry { geometry = .multiPolygon([polygon]) }
      zones.append(
        Zone(
          code: row.text("code") ?? "", name: row.text("name") ?? "", species: row.text("species"),
          unit: row.text("unit"), quantity: row.number("quantity"), workers: row.number("workers"),
          licence: row.text("licence"), prohibited: row.truth("prohibited"),
          unitValue: row.number("unit_value_yuan"), geometry: geometry))
      if row.truth("synthetic") == true { isSynthetic = true }
    }
    try rows("zone_values", area) { row in
      guard let zone = row.text("zone").flatMap({ position[$0] }), let month = row.number("month")
      else { return }
      zones[zone].monthlyValues[Int(month)] = row.number("unit_value_yuan")
    }
    try rows("policies", "") { row in
      guard let number = row.text("number"), let from = row.day("period_from"),
        let to = row.day("period_to")
      else { return }
      policies.append(
        Policy(
          number: number, scheme: row.text("scheme"), insuredKind: row.text("insured_kind") ?? "",
          unit: row.text("unit") ?? "", units: row.number("units"),
          sumYuan: row.number("sum_insured_yuan"), premiumYuan: row.number("premium_yuan"),
          from: from, to: to, grid: row.text("grid"), village: row.text("village"),
          zone: row.text("zone")))
      if let scheme = row.text("scheme") { schemes.insert(scheme) }
      if row.truth("synthetic") == true { isSynthetic = true }
    }
    try rows("schemes", "") { row in
      if let scheme = row.text("scheme") { schemes.insert(scheme) }
    }
    try rows("claims", "") { row in
      guard let policy = row.text("policy"), let notified = row.day("notified_on") else { return }
      claims.append(
        Claim(
          policy: policy, day: row.day("occurred_on") ?? notified,
          yuan: (row.number("paid_yuan") ?? 0) + (row.number("reserve_yuan") ?? 0),
          isRefused: row.text("refused_reason") != nil))
    }
    try rows("coastline", area) { row in
      guard let geometry = row.geometry else { return }
      segments.append(
        Segment(
          code: row.text("code") ?? "", kind: row.text("kind") ?? "", town: row.text("town"),
          lengthMetres: row.number("length_m"), exposure: row.text("exposure_class"),
          geometry: geometry))
    }
  }

  /// Leaves out a scheme's claims of some days.
  ///
  /// - Returns: how many.
  mutating func leaveOutClaims(of scheme: String, on days: Set<DayNumber>) -> Int {
    let own = Set(policies.filter { $0.scheme == scheme }.map(\.number))
    let before = claims.count
    claims.removeAll { own.contains($0.policy) && days.contains($0.day) }
    return before - claims.count
  }

  /// - Throws: a usage error that names the schemes there are.
  func require(scheme: String) throws(WorkflowError) {
    guard !schemes.contains(scheme) else { return }
    throw .usage(
      "--scheme \(scheme): the store has no policy or scheme of this name; it has "
        + (schemes.isEmpty
          ? "none: import schemes and policies" : schemes.sorted().joined(separator: ", ")))
  }

  // MARK: Rows by name

  /// - Parameter run: of a result layer; the current one without.
  static func rows(
    _ name: String, _ area: String, run: String? = nil, _ store: any SpatialStore,
    _ body: (NamedRow) throws -> Void
  ) throws {
    guard let layer = Layer(named: name) else { return }
    var query = LayerQuery(layer: layer)
    query.area = area
    if let run { query.run = run }
    let position = Dictionary(
      layer.schema.fields.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    try store.forEachFeature(of: query) { try body(NamedRow(feature: $0, position: position)) }
  }
}

/// A row of a layer, read by the names of its columns.
struct NamedRow {
  let feature: Feature
  let position: [String: Int]

  var geometry: Geometry? { feature.geometry }

  private func value(_ name: String) -> AttributeValue? {
    position[name].map { feature.values[$0] }
  }

  func text(_ name: String) -> String? {
    if case .text(let text)? = value(name) { text } else { nil }
  }

  func number(_ name: String) -> Double? {
    switch value(name) {
    case .integer(let number)?: Double(number)
    case .real(let number)?: number
    default: nil
    }
  }

  func truth(_ name: String) -> Bool? {
    if case .boolean(let truth)? = value(name) { truth } else { nil }
  }

  func day(_ name: String) -> DayNumber? {
    if case .day(let day)? = value(name) { day } else { nil }
  }

  func instant(_ name: String) -> Instant? {
    if case .instant(let instant)? = value(name) { instant } else { nil }
  }
}
