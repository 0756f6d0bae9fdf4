import Analysis
import Schemes
import SimpleFeatures
import Storage

/// The records of all units over the months, rule by rule.
struct RecordStudy {
  /// A record of a unit by a rule; months by their position.
  struct Entry {
    var rule: Int
    var record: RecordLedger.Record
    /// The day on which it runs out.
    var expiresOn: DayNumber
  }

  let rules: RecordRules
  let months: [CalendarMonth]
  /// The position of the first month that is shown.
  let shown: Int
  let shelf: RecordFigureShelf
  let evidence: RecordEvidence
  /// By unit, in the order of the months that gave them, then of the rules.
  let entries: [[Entry]]
  /// By month and unit: whether a rule of figures knew something, or all ask for documents alone.
  let asked: [[Bool]]
  /// By rule: in how many units nobody knows, in the last month.
  let unknown: [Int]

  /// - Parameter count: months that are shown, up to `last`.
  init(
    _ rules: RecordRules, last: CalendarMonth, count: Int, shelf: RecordFigureShelf,
    in store: any SpatialStore
  ) throws {
    self.rules = rules
    self.shelf = shelf
    shown = rules.monthsBefore
    let first = last - (count - 1 + shown)
    let months = (0..<(count + shown)).map { first + $0 }
    self.months = months
    var measures = [rules.headline]
    for rule in rules.rules {
      if case .figures(let measure, _) = rule.condition { measures.append(measure) }
    }
    let window = measures.map(\.months).max() ?? 1
    evidence = try RecordEvidence(
      shelf.units, measures: measures,
      days: (first - (window - 1)).firstDay...last.lastDay, in: store)

    var entries = [[Entry]](repeating: [], count: shelf.units.count)
    var unknown = [Int](repeating: 0, count: rules.rules.count)
    // By unit and colour: what each month gave, and whether all rules of the colour were known.
    var given: [RecordColour: [[Int]]] = [:]
    var isKnown: [RecordColour: [[Bool]]] = [:]
    for colour in RecordColour.allCases {
      given[colour] = Array(
        repeating: .init(repeating: 0, count: months.count), count: shelf.units.count)
      isKnown[colour] = Array(
        repeating: .init(repeating: true, count: months.count), count: shelf.units.count)
    }
    let countsNothing = !rules.rules.contains {
      if case .figures = $0.condition { true } else { false }
    }
    var asked = months.map { _ in
      [Bool](repeating: countsNothing, count: shelf.units.count)
    }
    // A rule that counts records comes after those that give them: lighter colours first.
    let order = rules.rules.indices.sorted {
      (Self.turn(rules.rules[$0]), $0) < (Self.turn(rules.rules[$1]), $1)
    }
    for number in order {
      let rule = rules.rules[number]
      let figures = try Self.figures(rule, months, shelf)
      for unit in 0..<shelf.units.count {
        let said = Self.months(rule, unit, figures, given: given, isKnown: isKnown)
        if figures != nil, let said {
          for month in months.indices where said[month].holds != .unknown {
            asked[month][unit] = true
          }
        }
        let own =
          said.map { said in
            rule.ledger.records(said).map { record in
              Entry(
                rule: number, record: record,
                expiresOn: (months[0] + record.expires).lastDay)
            }
          } ?? Self.documents(rule, number, evidence.awards(of: unit), months)
        for (month, truth) in (said ?? []).enumerated() where truth.holds == .unknown {
          isKnown[rule.colour]?[unit][month] = false
        }
        if said?.last?.holds == .unknown { unknown[number] += 1 }
        for entry in own { given[rule.colour]?[unit][entry.record.given] += 1 }
        entries[unit] += own
      }
    }
    self.unknown = unknown
    self.asked = asked
    self.entries = entries.map { own in
      own.sorted { ($0.record.given, $0.rule) < ($1.record.given, $1.rule) }
    }
  }

  private static func turn(_ rule: RecordRule) -> Int {
    guard case .repeated = rule.condition else { return 0 }
    return 1 + (RecordColour.allCases.firstIndex(of: rule.colour) ?? 0)
  }

  /// - Returns: by month; `nil` for rules that count no figures.
  private static func figures(
    _ rule: RecordRule, _ months: [CalendarMonth], _ shelf: RecordFigureShelf
  ) throws -> [RecordFigures]? {
    guard case .figures(let measure, _) = rule.condition else { return nil }
    return try months.map { try shelf.figures(measure, in: $0) }
  }

  /// - Returns: `nil` for documents, which bring their own days.
  private static func months(
    _ rule: RecordRule, _ unit: Int, _ figures: [RecordFigures]?,
    given: [RecordColour: [[Int]]], isKnown: [RecordColour: [[Bool]]]
  ) -> [RecordLedger.Month]? {
    switch rule.condition {
    case .figures(_, let test): figures?.map { $0.truth(test, unit) }
    case .award: nil
    case .repeated(let colour, let times, let window):
      RecordLedger.repeated(
        given[colour]?[unit] ?? [], isKnown: isKnown[colour]?[unit] ?? [], times: times,
        in: window)
    }
  }

  /// A record a month with documents; it stands until the last of their days, or, where they name
  /// none, as long as the rule says.
  private static func documents(
    _ rule: RecordRule, _ number: Int, _ awards: [RegisterFact], _ months: [CalendarMonth]
  ) -> [Entry] {
    guard case .award(let colours, let levels) = rule.condition else { return [] }
    var entries: [Entry] = []
    for (position, month) in months.enumerated() {
      var last: DayNumber?
      for award in awards where month == CalendarMonth(award.began) {
        guard colours.contains(award.kind), levels.contains(award.level) else { continue }
        let until = award.until ?? (month + rule.ledger.validMonths).lastDay
        last = max(last ?? until, until, (month + 1).firstDay)
      }
      guard let last else { continue }
      let expires = position + CalendarMonth(last).number - month.number
      let isOver = expires < months.count && months[expires].lastDay >= last
      entries.append(
        Entry(
          rule: number,
          record: RecordLedger.Record(
            given: position, lastHeld: position, expires: expires, ended: isOver ? expires : nil,
            ending: isOver ? .expired : nil, isRenewal: false), expiresOn: last))
    }
    return entries
  }

  // MARK: What stands

  func standing(_ unit: Int, in month: Int) -> [Entry] {
    entries[unit].filter { $0.record.stands(in: month) }
  }

  func counts(_ entries: [Entry]) -> StandingCounts {
    var counts = StandingCounts()
    for entry in entries {
      switch rules.rules[entry.rule].colour {
      case .red: counts.red += 1
      case .yellow: counts.yellow += 1
      case .black: counts.black += 1
      case .listed: counts.listed += 1
      }
    }
    return counts
  }

  /// The heaviest that stands; unknown where no rule could have been asked.
  func className(_ entries: [Entry], _ unit: Int, in month: Int) -> String {
    entries.map { rules.rules[$0.rule].colour }.max()?.rawValue
      ?? (asked[month][unit] ? "none" : "unknown")
  }

  /// A record's number: unit, rule and month.
  func number(_ entry: Entry, _ unit: Int) -> String {
    let rule = rules.rules[entry.rule].key
    return "\(shelf.units.codes[unit])/\(rule)/\(months[entry.record.given])"
  }

  func evidence(_ entry: Entry, _ unit: Int) throws -> [RecordEvidenceRow] {
    let (rule, month) = (rules.rules[entry.rule], months[entry.record.given])
    switch rule.condition {
    case .figures(let measure, _):
      let figures = try shelf.figures(measure, in: month).league(unit)
      return evidence.rows(
        measure, unit, RecordFigureShelf.days(measure, month), figures)
    case .award(let colours, let levels):
      var rows: [RecordEvidenceRow] = []
      for award in evidence.awards(of: unit) where CalendarMonth(award.began) == month {
        guard colours.contains(award.kind), levels.contains(award.level) else { continue }
        rows.append(RecordEvidence.row(award))
      }
      return rows
    case .repeated(let colour, _, let window):
      var rows: [RecordEvidenceRow] = []
      for other in entries[unit] where rules.rules[other.rule].colour == colour {
        let given = other.record.given
        guard given <= entry.record.given, given > entry.record.given - window else { continue }
        rows.append(
          RecordEvidenceRow(
            kind: "record", reference: number(other, unit), day: months[given].lastDay))
      }
      return rows
    }
  }
}
