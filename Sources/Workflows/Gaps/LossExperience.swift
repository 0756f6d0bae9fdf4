import Analysis
import SimpleFeatures

/// How often, and with how much, policies of a scheme have paid in each zone, each zone believed as
/// far as its own experience goes (Bühlmann and Straub). Zones that count different units are never
/// put together.
struct LossExperience {
  private(set) var frequency: [UninsuredLoss.Estimate?]
  private(set) var severity: [UninsuredLoss.Estimate?]
  /// Why there is no number.
  private(set) var silence: [String] = []

  /// - Parameters:
  ///   - groups: zones that count the same unit; the others keep `nil`.
  ///   - zoneOf: by the number of a policy of the scheme.
  init(
    zoneCount: Int, groups: [(unit: String, zones: [Int])], policies: [CoverRegister.Policy],
    zoneOf: [String: Int], claims: [CoverRegister.Claim], until day: DayNumber
  ) throws(AnalysisError) {
    frequency = .init(repeating: nil, count: zoneCount)
    severity = frequency
    var amounts: [Int: [Double]] = [:]
    var counts: [String: Int] = [:]
    for claim in claims where !claim.isRefused && claim.yuan > 0 && claim.day <= day {
      guard let zone = zoneOf[claim.policy] else { continue }
      amounts[zone, default: []].append(claim.yuan)
      counts[claim.policy, default: 0] += 1
    }
    for group in groups {
      let own = Dictionary(
        uniqueKeysWithValues: group.zones.enumerated().map { ($0.element, Int32($0.offset)) })
      var (row, rates, weights): ([Int32], [Double], [Double]) = ([], [], [])
      for policy in policies {
        guard let zone = zoneOf[policy.number].flatMap({ own[$0] }), let units = policy.units
        else { continue }
        let exposure = units * policy.earnedYears(until: day)
        guard exposure > 0 else { continue }
        row.append(zone)
        rates.append(Double(counts[policy.number] ?? 0) / exposure)
        weights.append(exposure)
      }
      var (claimRow, yuan): ([Int32], [Double]) = ([], [])
      for (offset, zone) in group.zones.enumerated() {
        for amount in amounts[zone] ?? [] {
          claimRow.append(Int32(offset))
          yuan.append(amount)
        }
      }
      guard !yuan.isEmpty else {
        silence.append("\(group.unit): no claim has been paid, so that nothing is known of losses")
        continue
      }
      guard
        let often = try Self.estimates(
          row, rates, weights, count: group.zones.count, events: Double(yuan.count)),
        let much = try Self.estimates(
          claimRow, yuan, yuan.map { _ in 1 }, count: group.zones.count, events: nil)
      else {
        silence.append("\(group.unit): one claim alone says nothing of how losses vary")
        continue
      }
      for (offset, zone) in group.zones.enumerated() {
        frequency[zone] = often[offset]
        severity[zone] = much[offset]
      }
    }
  }

  /// - Parameter events: of a frequency, whose collective value then has Poisson's error where there
  ///   is too little for credibility; `nil` for amounts.
  private static func estimates(
    _ group: [Int32], _ values: [Double], _ weights: [Double], count: Int, events: Double?
  ) throws(AnalysisError) -> [UninsuredLoss.Estimate]? {
    do {
      let model = try BuhlmannStraub(
        group: group.span, groupCount: count, values: values.span, weights: weights.span)
      return model.groups.map { .init(value: $0.premium, standardError: $0.standardError) }
    } catch AnalysisError.tooFewPlaces, AnalysisError.tooFewBins {
      let total = weights.reduce(0, +)
      guard total > 0 else { return nil }
      let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      let error: Double
      if let events {
        error = mean / events.squareRoot()
      } else {
        guard values.count >= 2 else { return nil }
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        error = (square / Double(values.count - 1) / Double(values.count)).squareRoot()
      }
      return .init(repeating: .init(value: mean, standardError: error), count: count)
    }
  }
}
