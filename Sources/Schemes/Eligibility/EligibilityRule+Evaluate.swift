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
      if truth == 0 {
        if failed == .max { failed = clause.rawValue }
      } else if truth == 1 {
        let bit = UInt16(1) << UInt16(clause.rawValue)
        if isPaper { papers |= bit } else { facts |= bit }
      }
    }
  }

  @inline(__always)
  private func evaluate(
    _ incident: Int, _ facts: borrowing IncidentFacts, _ insured: UInt8?,
    _ table: inout EligibilityTable
  ) {
    let offset = Int(facts.occurred[incident]) - Int(firstDay)
    guard offset >= 0, offset < days.count, days[offset].version >= 0 else {
      table.clause[incident] = Clause.inForce.rawValue
      return
    }
    var tally = Tally()
    let day = days[offset]
    let version = Int(day.version)
    table.version[incident] = day.version
    tally.add(.inForce, day.isInForce, isPaper: true)
    let place = Int(facts.place[incident])
    let isPlaced = place >= 0 && place < placeCount
    tally.add(
      .jurisdiction, isPlaced ? jurisdiction[version * placeCount + place] : 1,
      isPaper: !isJurisdictionKnown[version])
    let kind = Int(facts.kind[incident])
    var item: Int32 = -1
    if kind < kindCount {
      item = itemOfKind[version * kindCount + kind]
      tally.add(.peril, item >= 0 ? 2 : item == -2 ? 1 : 0, isPaper: true)
      tally.add(.exclusion, isNotExcluded[version * kindCount + kind], isPaper: true)
    } else {
      tally.add(.peril, 0, isPaper: true)
    }
    switch insuresAll[version] {
    case 2: break
    case 0: tally.add(.insured, insured ?? 1, isPaper: false)
    default: tally.add(.insured, 1, isPaper: true)
    }
    var isRunning = false
    if item >= 0 {
      table.item[incident] = Int16(truncatingIfNeeded: item - firstItem[version])
      let own = items[Int(item)]
      addWaiting(own, facts.occurred[incident], day, &tally)
      addEvidence(own, facts.truths[incident], &tally)
      isRunning = addClock(own, incident, facts, &tally, &table)
      let loss = facts.loss[incident]
      if own.deductible < 0 {
        tally.add(.deductible, 1, isPaper: true)
      } else if own.deductible > 0 {
        tally.add(
          .deductible, loss < 0 ? 1 : loss > own.deductible ? 2 : 0, isPaper: false)
      }
      if loss >= 0, own.deductible >= 0, own.mostPaid >= 0 {
        table.due[incident] = min(own.mostPaid, max(0, loss - own.deductible))
      }
    }
    if tally.papers != 0 { table.missingPapers[incident] = tally.papers }
    if tally.facts != 0 { table.missingFacts[incident] = tally.facts }
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

  @inline(__always)
  private func addWaiting(_ item: Item, _ occurred: Int32, _ day: Day, _ tally: inout Tally) {
    guard item.waitingDays != 0 else { return }
    guard item.waitingDays > 0, day.begin != IncidentFacts.unknownDay else {
      return tally.add(.waiting, 1, isPaper: true)
    }
    let first = day.begin.addingClamped(Int(item.waitingDays))
    tally.add(.waiting, occurred >= first ? 2 : 0, isPaper: true)
  }

  @inline(__always)
  private func addEvidence(_ item: Item, _ truths: UInt32, _ tally: inout Tally) {
    guard item.isEvidenceKnown else { return tally.add(.evidence, 1, isPaper: true) }
    var all: UInt8 = 2
    for group in item.evidence {
      let bits = groups[Int(group)]
      let any: UInt8 = truths & bits.yes != 0 ? 2 : truths & bits.unknown != 0 ? 1 : 0
      all = min(all, any)
    }
    tally.add(.evidence, all, isPaper: false)
  }

  /// - Returns: whether the clock still runs.
  @inline(__always)
  private func addClock(
    _ item: Item, _ incident: Int, _ facts: borrowing IncidentFacts, _ tally: inout Tally,
    _ table: inout EligibilityTable
  ) -> Bool {
    guard item.clock == 2 else {
      if item.clock == 0 { tally.add(.clock, 1, isPaper: true) }
      return false
    }
    let begin =
      switch item.clockStart {
      case .occurred: facts.occurred[incident]
      case .reported: facts.reported[incident]
      case .accepted: facts.accepted[incident]
      case .filed: facts.filed[incident]
      }
    guard begin != IncidentFacts.unknownDay else {
      tally.add(.clock, 1, isPaper: false)
      return false
    }
    let last = begin.addingClamped(Int(item.clockDays))
    table.clockDay[incident] = last
    let solved = facts.solved[incident]
    if solved != IncidentFacts.unknownDay {
      // Solved in time, or too late to matter.
      tally.add(.clock, solved <= last ? 0 : 2, isPaper: false)
      return false
    }
    guard facts.truths[incident] >> EvidenceFact.solved.place & 3 == 0 else {
      // It may have been solved, and nobody says when.
      tally.add(.clock, 1, isPaper: false)
      return false
    }
    // The last day counts whole: it is over when the day as of which we know is that day.
    return asOf < last
  }
}
