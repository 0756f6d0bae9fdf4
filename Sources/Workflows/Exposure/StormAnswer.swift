import Analysis
import SimpleFeatures
import Storage

/// What the storms of a record do to places.
struct StormAnswer {
  struct Total: Codable {
    struct Contributor: Codable {
      var unit: String
      var lossYuan: Double
      var share: Double
    }

    struct Basis: Codable {
      var storms: Int
      /// Of all storms of the record.
      var lossNoPay: Double
      var payNoLoss: Double
      /// Storms with loss that are paid for, and so on.
      var counts: [String: Int]
    }

    var storms: Int
    var years: Double
    var assumptions: String
    var placesWithoutCurve: Int
    var groundUpYuan: Double?
    var insuredYuan: Double?
    /// Of which nobody knows whether a policy pays.
    var unknownYuan: Double?
    var expectedYearlyGroundUp: Double?
    var expectedYearlyUninsured: Double?
    /// Its range; the upper end counts what is unknown as uninsured.
    var yearlyUninsuredLow: Double?
    var yearlyUninsuredHigh: Double?
    var expectedYearlyUnknown: Double?
    /// That the insured losses of one year pass the aggregate limit: between the two.
    var breachLow: Double?
    var breachHigh: Double?
    var contributors: [Contributor] = []
    var basisRisk: Basis?
    /// With the line moved to sea.
    var basisRiskMoved: Basis?

    var sentence: String {
      func plain(_ number: Double) -> String { MarineGaps.plain(number.rounded()) }
      var text = "\(storms) storms in \(MarineGaps.plain(years)) years"
      if let groundUpYuan, let insuredYuan {
        let unknown = unknownYuan ?? 0
        let uninsured = max(0, groundUpYuan - insuredYuan - unknown)
        text +=
          " take \(plain(groundUpYuan)) yuan, \(plain(uninsured)) of it uninsured"
          + (unknown > 0 ? " and \(plain(unknown)) unknown" : "")
          + (storms > 1 ? ", \(plain(expectedYearlyUninsured ?? 0)) uninsured a year" : "")
        if let yearlyUninsuredLow, let yearlyUninsuredHigh {
          text += " (\(plain(yearlyUninsuredLow)) to \(plain(yearlyUninsuredHigh)))"
        }
      } else {
        text += "; no damage curve fits, so that there is no loss: give --curve"
      }
      if let breachLow, let breachHigh {
        text +=
          "; a year passes the limit with a chance of "
          + (breachHigh - breachLow < 0.0005
            ? MarineGaps.plain(breachHigh * 100)
            : "\(MarineGaps.plain(breachLow * 100)) to \(MarineGaps.plain(breachHigh * 100))")
          + " %"
      }
      return text
    }
  }

  private(set) var rows: [ExposureRow] = []
  private(set) var events: [ExposureEventRow] = []
  /// By stretch of coast; none without a trigger line.
  private(set) var basis: [BasisRiskRow] = []
  private(set) var total: Total

  /// - Parameter label: of the footprint: the storm, or `all`.
  init(
    _ record: StormRecord, _ exposed: ExposedPlaces, _ settings: StormSettings, label: String,
    isCancelled: Cancellation
  ) throws(AnalysisError) {
    let places = exposed.places
    var curves: [DamageCurve] = []
    for curve in settings.curves {
      curves.append(try DamageCurve(winds: curve.winds, shares: curve.shares))
    }
    // A place whose value is not known is in no sum.
    let curve = places.map { place in
      place.isZone && place.value != nil && place.insuredValue != nil
        ? settings.curve(unit: place.unit, species: place.species) : -1
    }
    let shelter = places.map { $0.isZone ? settings.sheltering.factor($0.segment?.exposure) : 1 }
    var accumulation = Accumulation(curves: curves)
    accumulation.assumptions = settings.assumptions
    var columns = Accumulation.Places(
      longitudes: places.map(\.middle.x), latitudes: places.map(\.middle.y),
      values: places.map { $0.value ?? 0 }, insured: places.map { $0.insuredValue ?? 0 },
      shelter: shelter, curve: curve)
    columns.unknown = places.map { $0.unknownValue ?? 0 }
    let stretches = CoastStretches(places)
    if settings.trigger != nil { columns.group = stretches.ofPlace }
    let table = try accumulation.table(
      record.storms.map(\.track), over: columns, isCancelled: isCancelled)
    let hasLoss = curve.contains { $0 >= 0 }
    let years = settings.years ?? record.years
    let groundUp = table.storms.map(\.groundUp)
    let exceedance = try ExceedanceCurve(losses: groundUp, years: years)
    let insured = try ExceedanceCurve(losses: table.storms.map(\.insured), years: years)
    let unknown = try ExceedanceCurve(losses: table.storms.map(\.unknown), years: years)

    let whole = table.groundUp.reduce(0, +)
    total = Total(
      storms: record.storms.count, years: years,
      assumptions: Self.words(settings, record),
      placesWithoutCurve: zip(places, curve).count {
        $0.isZone && $1 < 0
      })
    if hasLoss {
      total.groundUpYuan = whole
      total.insuredYuan = table.insured.reduce(0, +)
      total.unknownYuan = table.unknown.reduce(0, +)
      if record.storms.count > 1 {
        total.expectedYearlyGroundUp = exceedance.expected
        total.expectedYearlyUninsured = max(
          0, exceedance.expected - insured.expected - unknown.expected)
        total.expectedYearlyUnknown = unknown.expected
        let range = try table.yearlyLoss(years: years, confidence: settings.heldConfidence)
        (total.yearlyUninsuredLow, total.yearlyUninsuredHigh) = (range.low, range.high)
        if let limit = settings.aggregateLimitYuan {
          let breach = try insured.breachProbability(limit: limit, used: settings.usedYuan)
          (total.breachLow, total.breachHigh) = (breach.low, breach.high)
        }
      }
      total.contributors = table.largestContributors(10).map {
        .init(
          unit: places[$0].code, lossYuan: table.groundUp[$0], share: table.groundUp[$0] / whole)
      }
    }
    try addRows(
      table, places, curves, curve, shelter, settings, label: label,
      years: record.storms.count > 1 ? years : nil)
    addEvents(record, table, places, exceedance, settings, hasLoss: hasLoss)
    if let trigger = settings.trigger, hasLoss {
      let pays = try trigger.pays(record, moved: 0)
      let movedPays = try trigger.pays(record, moved: trigger.moveKilometres * 1000)
      total.basisRisk = Total.Basis(try BasisRisk(losses: groundUp, pays: pays))
      total.basisRiskMoved = Total.Basis(try BasisRisk(losses: groundUp, pays: movedPays))
      basis = try stretches.rows(table, pays: pays, movedPays: movedPays)
    }
  }

  private mutating func addRows(
    _ table: Accumulation.Table, _ places: [ExposedPlaces.Place], _ curves: [DamageCurve],
    _ curve: [Int32], _ shelter: [Double], _ settings: StormSettings, label: String, years: Double?
  ) throws(AnalysisError) {
    let whole = table.groundUp.reduce(0, +)
    for (index, place) in places.enumerated() where table.strongestWind[index] >= settings.gate {
      let people =
        place.isZone
        ? Crews.atSea(workers: place.workers, evacuatedShare: settings.evacuatedShare)
        : place.people
      var row = place.row(footprint: label, share: 1, people: people)
      let wind = table.strongestWind[index]
      row.windMs = wind
      if place.isZone { row.shelteredWindMs = wind * shelter[index] }
      if curve[index] >= 0 {
        row.damageShare = curves[Int(curve[index])].share(atMetresPerSecond: wind * shelter[index])
        row.lossGroundUp = table.groundUp[index]
        row.lossInsured = table.insured[index]
        row.lossUnknown = table.unknown[index]
        row.lossUninsured = max(
          0, table.groundUp[index] - table.insured[index] - table.unknown[index])
        row.contribution = whole > 0 ? min(1, table.groundUp[index] / whole) : nil
        // One storm is no record to take a frequency from.
        if let years {
          let loss = try table.yearlyLoss(
            of: index, years: years, confidence: settings.heldConfidence)
          (row.lossAYear, row.low, row.high) = (loss.expected, loss.low, loss.high)
        }
      }
      rows.append(row)
    }
  }

  private mutating func addEvents(
    _ record: StormRecord, _ table: Accumulation.Table, _ places: [ExposedPlaces.Place],
    _ exceedance: ExceedanceCurve, _ settings: StormSettings, hasLoss: Bool
  ) {
    let points = Dictionary(
      exceedance.points.map { ($0.event, $0) }, uniquingKeysWith: { one, _ in one })
    let order = table.storms.indices.sorted { one, other in
      let (a, b) = (table.storms[one], table.storms[other])
      return (-a.groundUp, -a.strongestWind, one) < (-b.groundUp, -b.strongestWind, other)
    }
    for (position, storm) in order.enumerated() {
      let loss = table.storms[storm]
      var row = ExposureEventRow(geometry: record.storms[storm].geometry)
      row.footprint = record.storms[storm].code
      row.season = record.storms[storm].season
      row.rank = position + 1
      row.strongestWindMs = loss.strongestWind
      row.places = loss.placesHit
      if hasLoss {
        row.lossGroundUp = loss.groundUp
        row.lossInsured = loss.insured
        row.lossUnknown = loss.unknown
        row.lossUninsured = max(0, loss.uninsured)
        row.uninsuredShare = loss.uninsuredShare.map { min(1, max(0, $0)) }
        row.worstUnit = loss.worstPlace >= 0 ? places[loss.worstPlace].code : nil
        row.exceedsLimit = settings.aggregateLimitYuan.map {
          loss.insured > $0 - settings.usedYuan
        }
        // One storm is no record to take a frequency from.
        if record.storms.count > 1, let point = points[storm] {
          row.rate = point.rate
          row.annualProbability = point.annualProbability
          row.returnPeriodYears = point.returnPeriodYears
        }
      }
      events.append(row)
    }
  }

  private static func words(_ settings: StormSettings, _ record: StormRecord) -> String {
    "Holland 1980, round (the storm's own motion left out); air around the storm "
      + "\(MarineGaps.plain(settings.surroundingHectopascal)) hPa; surface factor "
      + "\(MarineGaps.plain(settings.surfaceFactor)); Rm "
      + (settings.radiusKilometres.map { "\(MarineGaps.plain($0)) km where not recorded" }
        ?? "as recorded, else by Willoughby and Rahn 2004")
      + "; B "
      + (settings.peakedness.map { MarineGaps.plain($0) } ?? "from wind and pressure, 1 to 2.5")
      + "; shelter semi \(MarineGaps.plain(settings.shelterSemi)), sheltered "
      + "\(MarineGaps.plain(settings.shelterSheltered)); agency \(record.agency ?? "not said")"
  }
}

extension StormAnswer.Total.Basis {
  fileprivate init(_ risk: BasisRisk) {
    self.init(
      storms: risk.storms, lossNoPay: risk.probabilityLossNoPay,
      payNoLoss: risk.probabilityPayNoLoss,
      counts: [
        "loss_and_pay": risk.lossAndPay, "loss_no_pay": risk.lossNoPay,
        "pay_no_loss": risk.payNoLoss, "neither": risk.neither,
      ])
  }
}
