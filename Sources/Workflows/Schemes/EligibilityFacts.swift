import Schemes
import SimpleFeatures
import Storage

/// The store's columns as the clauses read them.
struct EligibilityFacts {
  let columns: IncidentFactColumns
  let facts: IncidentFacts
  let claims: [ClaimFact]
  let policies: [PolicyFact]
  /// Claims by the row of their incident.
  let claimsOfRow: [Int: [Int]]

  init(_ day: DayNumber, area: String, categories: [String], in store: any StoreReading) throws {
    columns = try store.answer(IncidentFactsOnDay(day, area: area, categories: categories))
    claims = try store.answer(ClaimsOnDay(day))
    policies = try store.answer(PolicyFacts())
    facts = Self.facts(columns, asOf: day)
    var rows: [Int64: [Int]] = [:]
    for (number, claim) in claims.enumerated() {
      if let incident = claim.incident { rows[incident, default: []].append(number) }
    }
    var claimsOfRow: [Int: [Int]] = [:]
    if !rows.isEmpty {
      for (row, id) in columns.id.enumerated() {
        if let found = rows[id] { claimsOfRow[row] = found }
      }
    }
    self.claimsOfRow = claimsOfRow
  }

  private static func facts(_ columns: IncidentFactColumns, asOf: DayNumber) -> IncidentFacts {
    var facts = IncidentFacts(
      kinds: columns.kinds.map { IncidentKind($0) }, placeCodes: columns.places,
      asOf: asOf.number)
    facts.reserveCapacity(columns.count)
    for row in 0..<columns.count {
      let steps = columns.steps[row]
      let status = Self.status(columns, row, asOf)
      var days = IncidentFacts.Days(occurred: columns.day[row].number)
      days.reported = steps.reported?.number ?? IncidentFacts.unknownDay
      days.accepted = steps.accepted?.number ?? IncidentFacts.unknownDay
      days.filed = steps.filed?.number ?? IncidentFacts.unknownDay
      // A case that was opened again is not known to be solved.
      if status != .reopened { days.solved = steps.solved?.number ?? IncidentFacts.unknownDay }
      facts.append(
        days, kind: Int(columns.kind[row]), place: Int(columns.place[row]),
        truths: truths(steps, status, columns.evidence[row]), loss: columns.lossFen[row])
    }
    return facts
  }

  /// The state on the day; `nil` where it is not known.
  private static func status(
    _ columns: IncidentFactColumns, _ row: Int, _ asOf: DayNumber
  ) -> IncidentStatus? {
    let steps = columns.steps[row]
    guard let last = columns.lastStep[row], last > asOf else { return columns.status[row] }
    // The register's state is of a later day: the furthest step until this one is what was so.
    if steps.ended != nil { return .closed }
    if steps.solved != nil { return .solved }
    if steps.filed != nil { return .filed }
    return steps.accepted != nil ? .accepted : .reported
  }

  private static func truths(
    _ steps: IncidentFactColumns.Steps, _ status: IncidentStatus?,
    _ evidence: IncidentFactColumns.Evidence
  ) -> EvidenceTruths {
    var truths = EvidenceTruths()
    switch status {
    case .reported: (truths[.accepted], truths[.filed], truths[.solved]) = (.no, .no, .no)
    case .accepted: (truths[.accepted], truths[.filed], truths[.solved]) = (.yes, .no, .no)
    case .filed: (truths[.accepted], truths[.filed], truths[.solved]) = (.yes, .yes, .no)
    case .solved: (truths[.accepted], truths[.filed], truths[.solved]) = (.yes, .yes, .yes)
    // A closing alone says nothing of what came before it.
    case .mediated, .closed, .reopened, nil: break
    }
    if steps.accepted != nil || steps.filed != nil { truths[.accepted] = .yes }
    if steps.filed != nil { truths[.filed] = .yes }
    if steps.solved != nil, status != .reopened { truths[.solved] = .yes }
    // Filed, never solved, and closed: what it was closed for is not said.
    truths[.certified] = Truth(evidence.isCertified)
    truths[.liableUnable] =
      Truth(evidence.isLiableFound).negated.or(Truth(evidence.isLiableAble).negated)
    truths[.uncompensated] = Truth(evidence.isCompensated).negated
    return truths
  }
}
