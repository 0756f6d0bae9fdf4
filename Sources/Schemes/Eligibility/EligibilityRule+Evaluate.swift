extension EligibilityRule {
  /// What the scheme owes for each incident, on the day as of which the facts are known.
  ///
  /// - Parameter insured: raw truths of the one whom it happened to being insured, by incident; for
  ///   schemes that one joins. All unknown where it is `nil`.
  /// - Complexity: O(incidents). Allocates the answer alone.
  public func evaluate(_ facts: IncidentFacts, insured: [UInt8]? = nil) -> EligibilityTable {
    var table = EligibilityTable(count: facts.count)
    for incident in 0..<facts.count {
      evaluate(incident, facts, insured.map { $0[incident] }, &table)
    }
    return table
  }

  /// The clauses seen so far.
  private struct Tally {
    var failed: UInt8 = .max
    var papers: UInt16 = 0
    var facts: UInt16 = 0

    /// - Parameter isPaper: what is not known is the clause itself, and not the fact.
    @inline(__always)
    mutating func add(_ clause: Clause, _ truth: UInt8, isPaper: Bool) {
      if truth == Truth.no.rawValue {
        if failed == .max { failed = clause.rawValue }
      } else if truth == Truth.unknown.rawValue {
        let bit = 1 << UInt16(clause.rawValue)
        if isPaper { papers |= UInt16(bit) } else { facts |= UInt16(bit) }
      }
    }
  }

  @inline(__always)
  private func evaluate(
    _ incident: Int, _ facts: IncidentFacts, _ insured: UInt8?, _ table: inout EligibilityTable
  ) {
    var tally = Tally()
    let offset = Int(facts.occurred[incident]) - Int(firstDay)
    guard offset >= 0, offset < days.count, days[offset].version >= 0 else {
      table.clause[incident] = Clause.inForce.rawValue
      return
    }
    let day = days[offset]
    let number = Int(day.version)
    table.version[incident] = day.version
    tally.add(.inForce, day.isInForce.rawValue, isPaper: true)

    let kind = Int(facts.kind[incident])
    let place = Int(facts.place[incident])
    let isPlaced = place >= 0 && place < versions[number].jurisdiction.count
    tally.add(
      .jurisdiction, isPlaced ? versions[number].jurisdiction[place] : Truth.unknown.rawValue,
      isPaper: !versions[number].isJurisdictionKnown)
    let item =
      kind < versions[number].itemOfKind.count ? Int(versions[number].itemOfKind[kind]) : -1
    tally.add(
      .peril, item >= 0 ? Truth.yes.rawValue : item == -2 ? Truth.unknown.rawValue : 0,
      isPaper: true)
    if kind < versions[number].exclusion.count {
      tally.add(.exclusion, 2 - versions[number].exclusion[kind], isPaper: true)
    }
    switch versions[number].insuresAll {
    case .yes: break
    case .no: tally.add(.insured, insured ?? Truth.unknown.rawValue, isPaper: false)
    case .unknown: tally.add(.insured, Truth.unknown.rawValue, isPaper: true)
    }
    var isRunning = false
    if item >= 0 {
      table.item[incident] = Int16(truncatingIfNeeded: item)
      isRunning = versions[number].items[item].add(incident, facts, day, asOf, &table) {
        tally.add($0, $1, isPaper: $2)
      }
    }
    table.missingPapers[incident] = tally.papers
    table.missingFacts[incident] = tally.facts
    if tally.failed != .max {
      table.clause[incident] = tally.failed
    } else if tally.papers | tally.facts != 0 {
      table.verdict[incident] = Verdict.unknown.rawValue
    } else if isRunning {
      table.verdict[incident] = Verdict.waiting.rawValue
      table.clause[incident] = Clause.clock.rawValue
    } else {
      table.verdict[incident] = Verdict.eligible.rawValue
    }
  }
}

extension EligibilityRule.Item {
  /// Looks at the clauses of the item itself.
  ///
  /// - Returns: whether the clock still runs.
  @inline(__always)
  fileprivate func add(
    _ incident: Int, _ facts: IncidentFacts, _ day: EligibilityRule.Day, _ asOf: Int32,
    _ table: inout EligibilityTable, _ tell: (Clause, UInt8, _ isPaper: Bool) -> Void
  ) -> Bool {
    let unknown = Truth.unknown.rawValue
    if waitingDays < 0 {
      tell(.waiting, unknown, true)
    } else if waitingDays > 0 {
      let isKnown = day.begin != IncidentFacts.unknownDay
      let isPast = facts.occurred[incident] >= day.begin.addingClamped(Int(waitingDays))
      tell(.waiting, isKnown ? (isPast ? 2 : 0) : unknown, true)
    }
    if let evidence {
      var all: UInt8 = 2
      let truths = facts.truths[incident]
      for group in evidence {
        var any: UInt8 = 0
        for place in group { any = max(any, UInt8(truncatingIfNeeded: truths >> place & 3)) }
        all = min(all, any)
      }
      tell(.evidence, all, false)
    } else {
      tell(.evidence, unknown, true)
    }
    let isRunning = addClock(incident, facts, asOf, &table, tell)
    let loss = facts.loss[incident]
    if deductible < 0 {
      tell(.deductible, unknown, true)
    } else if deductible > 0 {
      tell(.deductible, loss < 0 ? unknown : loss > deductible ? 2 : 0, false)
    }
    if loss >= 0, deductible >= 0, mostPaid >= 0 {
      table.due[incident] = min(mostPaid, max(0, loss - deductible))
    }
    return isRunning
  }

  @inline(__always)
  private func addClock(
    _ incident: Int, _ facts: IncidentFacts, _ asOf: Int32, _ table: inout EligibilityTable,
    _ tell: (Clause, UInt8, _ isPaper: Bool) -> Void
  ) -> Bool {
    let unknown = Truth.unknown.rawValue
    guard case .unsolved(let days, let start) = clock else {
      if case .unknown = clock { tell(.clock, unknown, true) }
      return false
    }
    let begin =
      switch start {
      case .occurred: facts.occurred[incident]
      case .reported: facts.reported[incident]
      case .accepted: facts.accepted[incident]
      case .filed: facts.filed[incident]
      }
    guard begin != IncidentFacts.unknownDay else {
      tell(.clock, unknown, false)
      return false
    }
    let last = begin.addingClamped(Int(days))
    table.clockDay[incident] = last
    let solved = facts.solved[incident]
    if solved != IncidentFacts.unknownDay {
      // Solved in time, or too late to matter.
      tell(.clock, solved <= last ? 0 : 2, false)
      return false
    }
    switch facts.truth(.solved, of: incident) {
    case .no: break
    case .unknown, .yes:
      // It may have been solved, and nobody says when.
      tell(.clock, unknown, false)
      return false
    }
    // The last day counts whole: it is over when the day as of which we know is that day.
    return asOf < last
  }
}
