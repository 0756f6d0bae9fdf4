import Schemes
import SimpleFeatures
import Storage

/// What made a record, thing by thing: the incidents that were counted, the hazards past their day,
/// the documents, the earlier records.
struct RecordEvidence {
  private let units: LeveledUnits
  private let facts: [RegisterFact]
  /// By unit, in the order of their days.
  private var incidents: [Int: [RecordIncident]] = [:]
  private var awards: [Int: [RegisterFact]] = [:]

  /// - Parameters:
  ///   - measures: whose incidents may be asked for.
  ///   - days: between which.
  init(
    _ units: LeveledUnits, measures: [RecordMeasure], days: ClosedRange<DayNumber>,
    in store: any SpatialStore
  ) throws {
    self.units = units
    facts = try store.answer(RegisterFacts())
    for fact in facts where fact.register == .award {
      guard let unit = Self.unit(of: fact.place, units) else { continue }
      awards[unit, default: []].append(fact)
    }
    let categories = Set(measures.flatMap { Self.kinds($0.indicator.source) }.map(Self.category))
    guard !categories.isEmpty else { return }
    let found = try store.answer(
      RecordIncidents(
        firstDay: days.lowerBound, lastDay: days.upperBound, categories: categories.sorted()))
    for incident in found {
      guard let unit = units.unit(of: incident.grid) else { continue }
      incidents[unit, default: []].append(incident)
    }
  }

  /// A place too coarse for the level is nobody's.
  private static func unit(of place: String, _ units: LeveledUnits) -> Int? {
    place.count >= units.level.digits ? units.unit(of: place) : nil
  }

  /// The documents about a unit.
  func awards(of unit: Int) -> [RegisterFact] { awards[unit] ?? [] }

  /// Documents about places that are larger than a unit of this level.
  var coarseAwards: Int {
    facts.count { $0.register == .award && $0.place.count < units.level.digits }
  }

  static func kinds(_ source: FrameworkIndicator.Source) -> [String] {
    switch source {
    case .incidents(let kinds): kinds.keys.sorted()
    case .harm(_, let kinds), .reached(_, let kinds): kinds
    case .register, .part, .survey, .column, .absent: []
    }
  }

  /// Of `traffic_accident.injury` the part before the dot.
  static func category(_ kind: String) -> String {
    String(kind.prefix { $0 != "." })
  }

  // MARK: Figures

  func rows(
    _ measure: RecordMeasure, _ unit: Int, _ days: ClosedRange<DayNumber>,
    _ figures: LeagueFigures
  ) -> [RecordEvidenceRow] {
    switch measure.indicator.source {
    case .incidents, .reached: return incidents(measure, unit, days, harm: nil)
    case .harm(let harm, _): return incidents(measure, unit, days, harm: harm)
    case .register(let register, let kinds):
      return things(register, kinds, unit, days)
        ?? [number(register, figures.count)]
    case .part(let part, let whole, _, _):
      return [number(part, figures.count), number(whole, figures.exposure)]
        .sorted { $0.reference < $1.reference }
    case .survey, .column, .absent: return []
    }
  }

  private func number(_ register: PlaceMeasure, _ value: Double?) -> RecordEvidenceRow {
    RecordEvidenceRow(kind: "register", reference: register.rawValue, value: value)
  }

  private func incidents(
    _ measure: RecordMeasure, _ unit: Int, _ days: ClosedRange<DayNumber>, harm: IncidentHarm?
  ) -> [RecordEvidenceRow] {
    let kinds = Set(Self.kinds(measure.indicator.source))
    var rows: [RecordEvidenceRow] = []
    for incident in incidents[unit] ?? [] where days.contains(incident.day) {
      guard
        kinds.contains(incident.category)
          || kinds.contains("\(incident.category).\(incident.subcategory)"),
        harm.map({ incident.harm.contains($0) }) ?? true
      else { continue }
      rows.append(
        RecordEvidenceRow(
          kind: "incident", category: incident.category,
          reference: "\(incident.source)/\(incident.id)", day: incident.day))
    }
    return rows
  }

  /// The rows that `place_measures.sql` counts; `nil` for registers whose rows are not named.
  private func things(
    _ measure: PlaceMeasure, _ kinds: [String], _ unit: Int, _ days: ClosedRange<DayNumber>
  ) -> [RecordEvidenceRow]? {
    let (first, last) = (days.lowerBound, days.upperBound)
    let register: RegisterFact.Register
    let counts: (RegisterFact) -> Bool
    func isOpen(_ fact: RegisterFact) -> Bool {
      fact.began <= last
        && (fact.state == "open" || fact.state == "handed_over" || (fact.done ?? last) > last)
    }
    switch measure {
    case .hazardsFound:
      (register, counts) = (.hazard, { days.contains($0.began) })
    case .hazardsOpen: (register, counts) = (.hazard, isOpen)
    case .hazardsOverdue:
      (register, counts) = (.hazard, { isOpen($0) && ($0.until ?? last) < last })
    case .hazardsFixed:
      (register, counts) = (
        .hazard,
        {
          days.contains($0.began) && ($0.state == "fixed" || $0.state == "closed")
            && ($0.done ?? last) <= last
        }
      )
    case .tasksDue:
      (register, counts) = (.task, { $0.until.map(days.contains) ?? false })
    case .tasksDone:
      (register, counts) = (
        .task,
        {
          ($0.until.map(days.contains) ?? false) && ($0.state == "done" || $0.state == "closed")
        }
      )
    case .awards:
      (register, counts) = (.award, { $0.began <= last && ($0.until ?? first) >= first })
    default: return nil
    }
    var rows: [RecordEvidenceRow] = []
    for fact in facts where fact.register == register && counts(fact) {
      guard kinds.isEmpty || kinds.contains(fact.kind), Self.unit(of: fact.place, units) == unit
      else { continue }
      rows.append(Self.row(fact))
    }
    return rows
  }

  static func row(_ fact: RegisterFact) -> RecordEvidenceRow {
    RecordEvidenceRow(
      kind: fact.register.rawValue, reference: fact.reference,
      day: fact.register == .award ? fact.began : fact.until ?? fact.began)
  }
}
