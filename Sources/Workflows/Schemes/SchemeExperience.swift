import Analysis
import Schemes
import SimpleFeatures
import Storage

/// The policies and claims of one scheme until a day, by town and year of cover.
struct SchemeExperience {
  let policies: [PolicyFact]
  let claims: [ClaimFact]
  private let day: DayNumber
  private(set) var summary: ReviewClaims.Summary.OfScheme
  private let scheme: Scheme
  private let towns: LeveledUnits
  private let whole: EarnedPremium
  /// By town, and by town and year of cover.
  private let ofTown: [EarnedPremium]
  private let ofYear: [TownYear: EarnedPremium]
  private let exposureUnit: String?
  private let yearOfPolicy: [String: Int]
  private let zoneGrids: [String: String]

  private struct TownYear: Hashable {
    var town: Int
    var year: Int
  }

  init(
    _ scheme: Scheme, policies: [PolicyFact], claims: [ClaimFact], zoneGrids: [String: String],
    towns: LeveledUnits, on day: DayNumber
  ) {
    self.scheme = scheme
    self.towns = towns
    self.zoneGrids = zoneGrids
    let own = policies.filter { $0.scheme == scheme.key && $0.from <= day && $0.from <= $0.to }
    self.policies = own
    let numbers = Set(own.map(\.number))
    self.claims = claims.filter { numbers.contains($0.policy) }
    self.day = day
    // Units of different kinds do not add up to an exposure.
    let units = Set(own.map(\.unit))
    exposureUnit = units.count == 1 ? units.first.map { "\($0)_years" } : nil
    yearOfPolicy = Dictionary(
      own.map { ($0.number, $0.from.civil.year) }, uniquingKeysWith: { first, _ in first })

    var whole = EarnedPremium()
    var ofTown = [EarnedPremium](repeating: EarnedPremium(), count: towns.count)
    var ofYear: [TownYear: EarnedPremium] = [:]
    let hasUnit = exposureUnit != nil
    for policy in own {
      let premium = policy.premiumFen.map { Double($0) / 100 }
      let insured = hasUnit ? policy.units : nil
      func add(_ share: Double, to earned: inout EarnedPremium) {
        earned.add(
          premium: premium.map { $0 * share }, units: insured.map { $0 * share },
          firstDay: policy.from.number, lastDay: policy.to.number, asOf: day.number)
      }
      add(1, to: &whole)
      for (town, share) in Self.shares(of: policy, towns, zoneGrids) {
        add(share, to: &ofTown[town])
        add(
          share, to: &ofYear[TownYear(town: town, year: policy.from.civil.year), default: .init()])
      }
    }
    self.whole = whole
    self.ofTown = ofTown
    self.ofYear = ofYear
    let incurred = self.claims.reduce(0) { $0 + Double($1.incurredFen) / 100 }
    summary = ReviewClaims.Summary.OfScheme(
      scheme: scheme.key, policies: own.count, claims: self.claims.count,
      paidYuan: self.claims.reduce(0) { $0 + Double($1.paidFen ?? 0) / 100 },
      writtenYuan: whole.written, earnedYuan: whole.earned,
      lossRatio: whole.lossRatio(incurred: incurred),
      townsWithoutPolicies: ofTown.count { $0.exposure == 0 && $0.written == 0 }, noCredibility: nil
    )
    summary.noCredibility = frequencies(claims: self.claims).refusal
  }

  /// Which towns a policy insures, with their shares of it: that of its place, else all by their
  /// people, where it insures people or households.
  private static func shares(
    of policy: PolicyFact, _ towns: LeveledUnits, _ zoneGrids: [String: String]
  ) -> [(town: Int, share: Double)] {
    let place = policy.zone.map { zoneGrids[$0] ?? "" } ?? policy.place
    if !place.isEmpty || policy.zone != nil { return towns.unit(of: place).map { [($0, 1)] } ?? [] }
    let sizes = towns.grids.map { grids in
      grids.reduce(0.0) { sum, grid in
        switch policy.unit {
        case "person": sum + (grid.population ?? 0)
        case "household": sum + (grid.households ?? 0)
        default: sum
        }
      }
    }
    let total = sizes.reduce(0, +)
    guard total > 0 else { return [] }
    return sizes.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element / total) }
  }

  /// The claims of a policy and of those before it that insured the same, and the years of their
  /// cover until the day.
  func alike(_ policy: PolicyFact) -> (claims: [ClaimFact], years: Double) {
    let like = policies.filter {
      $0.insuredKind == policy.insuredKind && $0.place == policy.place && $0.zone == policy.zone
    }
    let numbers = Set(like.map(\.number))
    let cover = CoverPeriods(like.map { $0.from.number...min($0.to, day).number })
    let days = cover.periods.reduce(0) { $0 + $1.count }
    return (claims.filter { numbers.contains($0.policy) }, Double(days) / 365.25)
  }

  // MARK: Credibility

  private struct Believed {
    var groups: [BuhlmannStraub.Group]?
    var collective: Double?
    var refusal: String?
  }

  private func town(of claim: ClaimFact) -> Int? {
    towns.unit(of: claim.place.isEmpty ? claim.zone.flatMap { zoneGrids[$0] } ?? "" : claim.place)
  }

  private static func believe(
    _ rows: [(town: Int, value: Double, weight: Double)], count: Int
  ) -> Believed {
    let group = rows.map { Int32($0.town) }
    let values = rows.map(\.value)
    let weights = rows.map(\.weight)
    do {
      let found = try BuhlmannStraub(
        group: group.span, groupCount: count, values: values.span, weights: weights.span)
      return Believed(groups: found.groups, collective: found.collective)
    } catch {
      return Believed(refusal: "\(error)")
    }
  }

  /// Claims by exposure, an observation a town and year of cover.
  private func frequencies(claims: [ClaimFact]) -> Believed {
    var counts: [TownYear: Double] = [:]
    for claim in claims where !claim.isRefused {
      guard let town = town(of: claim), let year = yearOfPolicy[claim.policy] else { continue }
      counts[TownYear(town: town, year: year), default: 0] += 1
    }
    let rows = ofYear.sorted { ($0.key.town, $0.key.year) < ($1.key.town, $1.key.year) }
      .filter { $0.value.exposure > 0 }
      .map {
        (
          town: $0.key.town, value: (counts[$0.key] ?? 0) / $0.value.exposure,
          weight: $0.value.exposure
        )
      }
    return Self.believe(rows, count: towns.count)
  }

  /// Yuan by claim, an observation a town and year of cover.
  private func severities(claims: [ClaimFact]) -> Believed {
    var sums: [TownYear: (count: Double, yuan: Double)] = [:]
    for claim in claims where claim.incurredFen > 0 {
      guard let town = town(of: claim), let year = yearOfPolicy[claim.policy] else { continue }
      let key = TownYear(town: town, year: year)
      sums[key, default: (0, 0)].count += 1
      sums[key, default: (0, 0)].yuan += Double(claim.incurredFen) / 100
    }
    let rows = sums.sorted { ($0.key.town, $0.key.year) < ($1.key.town, $1.key.year) }
      .map { (town: $0.key.town, value: $0.value.yuan / $0.value.count, weight: $0.value.count) }
    return Self.believe(rows, count: towns.count)
  }

  // MARK: Rows

  /// A row for the whole and one a town, for all perils and for each.
  func rows(target: Double) -> [ClaimExperienceRow] {
    let perils = Set(claims.map(\.peril)).sorted()
    return (["all"] + perils.filter { $0 != "all" }).flatMap { peril in
      rows(peril, claims: peril == "all" ? claims : claims.filter { $0.peril == peril }, target)
    }
  }

  private func rows(
    _ peril: String, claims: [ClaimFact], _ target: Double
  ) -> [ClaimExperienceRow] {
    let frequency = frequencies(claims: claims)
    let severity = severities(claims: claims)
    var byTown: [Int: [ClaimFact]] = [:]
    for claim in claims {
      if let town = town(of: claim) { byTown[town, default: []].append(claim) }
    }
    let all = row(
      peril, claims, whole, unit: "", name: "", frequency: nil, severity: nil, target)
    return [all]
      + towns.codes.indices.map { town in
        row(
          peril, byTown[town] ?? [], ofTown[town], unit: towns.codes[town],
          name: towns.names[town],
          frequency: frequency.groups?[town], severity: severity.groups?[town], target)
      }
  }

  private func row(
    _ peril: String, _ claims: [ClaimFact], _ earned: EarnedPremium, unit: String, name: String,
    frequency: BuhlmannStraub.Group?, severity: BuhlmannStraub.Group?, _ target: Double
  ) -> ClaimExperienceRow {
    var row = ClaimExperienceRow(scheme: scheme.key, peril: peril, unit: unit, name: name)
    row.claims = claims.count { !$0.isRefused }
    row.incurredFen = claims.reduce(0) { $0 + $1.incurredFen }
    row.exposureUnit = exposureUnit
    row.hasExperience = earned.exposure > 0 || earned.written > 0
    let sums = claims.filter { $0.incurredFen > 0 }
    if !sums.isEmpty { row.severityYuan = Double(row.incurredFen) / 100 / Double(sums.count) }
    row.frequencyCredibility = frequency?.credibility
    row.frequencyEstimate = frequency?.premium
    row.severityCredibility = severity?.credibility
    row.severityEstimateYuan = severity?.premium
    guard row.hasExperience else { return row }
    if earned.exposure > 0 {
      row.exposure = earned.exposure
      row.frequency = Double(row.claims) / earned.exposure
    }
    if let often = row.frequencyEstimate ?? row.frequency,
      let large = row.severityEstimateYuan ?? row.severityYuan
    {
      row.purePremiumYuan = often * large
    }
    // A premium is of all perils together.
    guard peril == "all" else { return row }
    row.writtenFen = Int64((earned.written * 100).rounded())
    row.earnedFen = Int64((earned.earned * 100).rounded())
    row.lossRatio = earned.lossRatio(incurred: Double(row.incurredFen) / 100)
    row.chargedYuan =
      earned.earned > 0 && earned.exposure > 0 ? earned.earned / earned.exposure : nil
    row.adequacy = row.purePremiumYuan.flatMap {
      earned.adequacy(pureCost: $0, target: target)
    }
    return row
  }
}
