import Schemes
import SimpleFeatures
import Storage

/// Verdicts and claims added up: by unit, by scheme, unit and week, and case by case.
struct EligibilityTally {
  struct Use {
    var scheme: String
    /// `nil` for incidents without a place.
    var unit: Int?
    var week: ISOWeek
    var counts: SchemeUseRow
  }

  var summary: AssessEligibility.Summary
  private(set) var unitRows: [UnpaidUnitRow]
  private(set) var useRows: [Use] = []
  private(set) var caseRows: [EligibilityCaseRow] = []

  /// Units with so many unclaimed ones have some, and many.
  static let some = 5
  static let many = 20

  private struct Key: Hashable {
    var scheme: Int
    var unit: Int
    var week: ISOWeek
  }

  init(
    _ schemes: [Scheme], _ data: EligibilityFacts, _ tables: [EligibilityTable],
    _ units: LeveledUnits
  ) {
    summary = AssessEligibility.Summary(
      incidents: data.facts.count, withoutUnit: 0, unpaidEligible: 0, doublePaid: 0,
      schemes: schemes.map { .init(scheme: $0.key) })
    unitRows = units.codes.indices.map {
      UnpaidUnitRow(unit: units.codes[$0], name: units.names[$0], geometry: units.geometries[$0])
    }
    let unitOfPlace = data.columns.places.map { units.unit(of: $0) }
    var uses: [Key: SchemeUseRow] = [:]
    var covered = [Bool](repeating: false, count: units.count)
    for row in 0..<data.facts.count {
      let unit = unitOfPlace[Int(data.columns.place[row])]
      let cases = schemes.indices.compactMap {
        Case(row, $0, schemes[$0], data, tables[$0])
      }
      guard !cases.isEmpty else { continue }
      if let unit {
        covered[unit] = true
        unitRows[unit].add(cases)
      } else {
        summary.withoutUnit += 1
      }
      if cases.contains(where: \.isUnclaimed) { summary.unpaidEligible += 1 }
      let isDouble = cases.count { $0.paidFen > 0 && !$0.isOnTop } > 1
      if isDouble { summary.doublePaid += 1 }
      let week = ISOWeek(data.columns.steps[row].reported ?? data.columns.day[row])
      for found in cases {
        uses[Key(scheme: found.scheme, unit: unit ?? -1, week: week), default: .init()]
          .add(found, isDouble: isDouble && found.paidFen > 0)
        summary.schemes[found.scheme].add(found)
        caseRows.append(found.row(schemes[found.scheme], data.columns.id[row]))
      }
    }
    for unit in unitRows.indices { unitRows[unit].classify(isCovered: covered[unit]) }
    for (number, scheme) in schemes.enumerated() {
      let own = data.claims.filter { $0.scheme == scheme.key }
      summary.schemes[number].claims = own.count
      summary.schemes[number].claimsWithoutIncident = own.count { $0.incident == nil }
    }
    useRows = uses.sorted {
      ($0.key.scheme, $0.key.unit, $0.key.week) < ($1.key.scheme, $1.key.unit, $1.key.week)
    }.map {
      Use(
        scheme: schemes[$0.key.scheme].key, unit: $0.key.unit < 0 ? nil : $0.key.unit,
        week: $0.key.week, counts: $0.value)
    }
  }
}

/// One incident under one scheme that covers it.
struct Case {
  var scheme: Int
  var verdict: Verdict
  var clause: Clause?
  var papers: [Clause]
  var facts: [Clause]
  var item: SchemeItem
  var version: SchemeVersion
  var clockDay: Int32
  var due: Int64
  var claims: [ClaimFact]
  var isFiled: Bool
  var isPastClock: Bool
  var paidFen: Int64
  var asOf: Int32

  var isOnTop: Bool { item.otherInsurance.value == .onTop }
  var isUnclaimed: Bool { verdict == .eligible && claims.isEmpty }

  /// `nil` for what no item of the scheme covers, and for what lies outside its days and its area;
  /// claimed ones stay.
  init?(
    _ row: Int, _ number: Int, _ scheme: Scheme, _ data: EligibilityFacts,
    _ table: EligibilityTable
  ) {
    let item = Int(table.item[row])
    let version = Int(table.version[row])
    guard version >= 0, item >= 0 else { return nil }
    claims = (data.claimsOfRow[row] ?? []).map { data.claims[$0] }
      .filter { $0.scheme == scheme.key }
    clause = table.clause(of: row)
    if claims.isEmpty, clause == .inForce || clause == .jurisdiction { return nil }
    self.scheme = number
    self.version = scheme.versions[version]
    self.item = self.version.items[item]
    verdict = table.verdict(of: row)
    papers = table.missingPapers(of: row)
    facts = table.missingFacts(of: row)
    clockDay = table.clockDay[row]
    due = table.due[row]
    isFiled = data.facts.truth(.filed, of: row) == .yes
    asOf = data.facts.asOf
    paidFen = claims.reduce(0) { $0 + ($1.paidFen ?? 0) }
    if case .unsolved = self.item.clock.value {
      let isSolvedInTime = clause == .clock && verdict == .notEligible
      isPastClock =
        clockDay != IncidentFacts.unknownDay && asOf >= clockDay && !isSolvedInTime
        && !facts.contains(.clock)
    } else {
      isPastClock = isFiled
    }
  }

  func row(_ scheme: Scheme, _ incident: Int64) -> EligibilityCaseRow {
    func words(_ clauses: [Clause]) -> String? {
      clauses.isEmpty ? nil : clauses.map(\.word).joined(separator: " ")
    }
    var row = EligibilityCaseRow(
      incident: incident, scheme: scheme.key, verdict: verdict.word)
    row.version = version.key
    row.item = item.key
    row.clause = clause?.word
    row.missingPapers = words(papers)
    row.missingFacts = words(facts)
    row.clockDay = clockDay == IncidentFacts.unknownDay ? nil : DayNumber(clockDay)
    row.dueFen = due >= 0 ? due : nil
    row.claims = claims.count
    row.paidFen = paidFen
    return row
  }
}

extension UnpaidUnitRow {
  /// An incident counts once, however many schemes owe for it.
  fileprivate mutating func add(_ cases: [Case]) {
    let owed = cases.filter { $0.verdict == .eligible }
    guard !owed.isEmpty else {
      if cases.contains(where: { $0.verdict == .waiting }) {
        waiting += 1
      } else if cases.contains(where: { $0.verdict == .unknown }) {
        undecided += 1
      }
      return
    }
    eligible += 1
    let unclaimed = owed.filter(\.isUnclaimed)
    guard !unclaimed.isEmpty else { return }
    count += 1
    // What two schemes owe is not owed twice.
    if let most = unclaimed.map(\.due).max(), unclaimed.allSatisfy({ $0.due >= 0 }) {
      dueFen += most
    } else {
      dueUnknown += 1
    }
  }

  fileprivate mutating func classify(isCovered: Bool) {
    className =
      if !isCovered {
        "no_cover"
      } else if count >= EligibilityTally.many {
        "many"
      } else if count >= EligibilityTally.some {
        "some"
      } else if count > 0 {
        "few"
      } else {
        eligible + waiting == 0 && undecided > 0 ? "undecided" : "none"
      }
  }
}

extension SchemeUseRow {
  fileprivate mutating func add(_ found: Case, isDouble: Bool) {
    reported += 1
    filed += found.isFiled ? 1 : 0
    clock += found.isPastClock ? 1 : 0
    claimed += found.claims.isEmpty ? 0 : 1
    paid += found.paidFen > 0 ? 1 : 0
    refused += found.claims.contains(where: \.isRefused) ? 1 : 0
    switch found.verdict {
    case .eligible: eligible += 1
    case .waiting: waiting += 1
    case .unknown: undecided += 1
    case .notEligible: notEligible += 1
    }
    unclaimed += found.isUnclaimed ? 1 : 0
    doublePaid += isDouble ? 1 : 0
    paidFen += found.paidFen
    guard let promise = found.item.promise.value else { return }
    var counts = promises ?? .init()
    for claim in found.claims {
      guard let start = promise.start == .filed ? claim.filedOn : claim.notifiedOn else {
        // The papers are not in: the days have not begun.
        counts.open += 1
        continue
      }
      let last = start + promise.days
      let answered = [claim.paidOn, claim.isRefused ? claim.closedOn : nil].compactMap { $0 }
        .filter { $0.number <= found.asOf }.min()
      if let answered {
        if answered <= last { counts.kept += 1 } else { counts.broken += 1 }
      } else if last.number < found.asOf {
        counts.broken += 1
      } else {
        counts.open += 1
      }
    }
    promises = counts
  }
}

extension AssessEligibility.Summary.OfScheme {
  fileprivate mutating func add(_ found: Case) {
    covered += 1
    switch found.verdict {
    case .eligible: eligible += 1
    case .waiting: waiting += 1
    case .unknown:
      unknown += 1
      for clause in found.papers { missingPapers[clause.word, default: 0] += 1 }
      for clause in found.facts { missingFacts[clause.word, default: 0] += 1 }
    case .notEligible:
      notEligible += 1
      if let clause = found.clause { refusedBy[clause.word, default: 0] += 1 }
    }
    unclaimed += found.isUnclaimed ? 1 : 0
    if found.verdict == .eligible, found.claims.contains(where: \.isRefused) {
      refusedThoughEligible += 1
    }
  }
}
