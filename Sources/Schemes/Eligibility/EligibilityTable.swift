/// What a scheme owes for each incident: columns with a row an incident.
public struct EligibilityTable: Sendable {
  /// Raw values of `Verdict`.
  public var verdict: [UInt8]
  /// Of what is not eligible, the first clause that says so; of what waits, the clock. Raw values of
  /// `Clause`; 255 for none.
  public var clause: [UInt8]
  /// The clauses that no paper says, and those that a fact is missing for.
  public var missingPapers: [UInt16]
  public var missingFacts: [UInt16]
  /// The position of the version that held on the day, and of the item among the version's; −1.
  public var version: [Int16]
  public var item: [Int16]
  /// The last day to be solved in; `IncidentFacts.unknownDay` without a clock, or without its start.
  public var clockDay: [Int32]
  /// Fen; −1 where it is not known.
  public var due: [Int64]

  public init(count: Int) {
    verdict = [UInt8](repeating: Verdict.notEligible.rawValue, count: count)
    clause = [UInt8](repeating: .max, count: count)
    missingPapers = [UInt16](repeating: 0, count: count)
    missingFacts = [UInt16](repeating: 0, count: count)
    version = [Int16](repeating: -1, count: count)
    item = [Int16](repeating: -1, count: count)
    clockDay = [Int32](repeating: IncidentFacts.unknownDay, count: count)
    due = [Int64](repeating: IncidentFacts.unknownSum, count: count)
  }

  public var count: Int { verdict.count }

  public func verdict(of incident: Int) -> Verdict {
    Verdict(rawValue: verdict[incident]) ?? .unknown
  }

  public func clause(of incident: Int) -> Clause? { Clause(rawValue: clause[incident]) }

  public func missingPapers(of incident: Int) -> [Clause] {
    ClauseSet(rawValue: missingPapers[incident]).clauses
  }

  public func missingFacts(of incident: Int) -> [Clause] {
    ClauseSet(rawValue: missingFacts[incident]).clauses
  }
}

/// The days on which policies of a scheme are in force somewhere: what the dates of a version that
/// nobody printed are taken from.
public struct CoverPeriods: Sendable, Hashable {
  /// First and last days, sorted and apart.
  public let periods: [ClosedRange<Int32>]

  public init(_ periods: [ClosedRange<Int32>]) {
    var merged: [ClosedRange<Int32>] = []
    for period in periods.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      if let last = merged.last, period.lowerBound <= last.upperBound.addingClamped(1) {
        merged[merged.count - 1] =
          last.lowerBound...max(last.upperBound, period.upperBound)
      } else {
        merged.append(period)
      }
    }
    self.periods = merged
  }

  /// The begin of the cover that holds a day; `nil` where none does.
  public func begin(holding day: Int32) -> Int32? {
    periods.last { $0.lowerBound <= day }.flatMap { $0.contains(day) ? $0.lowerBound : nil }
  }
}

extension Int32 {
  /// Ends at the largest and the smallest instead of trapping.
  @inline(__always)
  func addingClamped(_ days: Int) -> Int32 { Int32(clamping: Int(self) + days) }
}
