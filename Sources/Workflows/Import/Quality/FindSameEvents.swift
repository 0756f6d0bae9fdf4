import Analysis
import Storage

/// Rows of an import that another source may have told already: the same kind, near in space and
/// time. They are listed and linked for a person to judge, and never merged.
public struct FindSameEvents {
  var search = SameEventSearch()

  /// Kinds that may be one event: what one desk calls a flood, another calls a hazard. The first of
  /// each list stands for the others.
  var alike: [[String]] = []

  /// Incidents that are compared at once at most: those of a year of a large county.
  public static let mostIncidents = 4_000_000

  /// - Complexity: O(n log n) in the incidents of the import's days.
  func run(
    importID: Int64, window: ClosedRange<Int32>, in transaction: any StoreTransaction
  ) throws -> SameEventReport {
    guard try transaction.answer(HasSeveralSources()) else { return SameEventReport() }
    // An event near midnight, or one that lasted, may stand under the day before.
    let candidates = try transaction.answer(
      SameEventCandidates(
        importID: importID, firstDay: window.lowerBound - Self.marginDays,
        lastDay: window.upperBound + Self.marginDays))
    guard candidates.contains(where: \.isNew) else { return SameEventReport() }
    guard candidates.count <= Self.mostIncidents else {
      return SameEventReport(notCompared: candidates.count)
    }
    var kinds: [String: Int32] = [:]
    var sources: [String: Int32] = [:]
    let leaders = Dictionary(
      alike.flatMap { kinds in kinds.dropFirst().map { ($0, kinds[0]) } },
      uniquingKeysWith: { first, _ in first })
    func number(_ name: String, _ table: inout [String: Int32]) -> Int32 {
      if let known = table[name] { return known }
      table[name] = Int32(table.count)
      return Int32(table.count - 1)
    }
    let records = candidates.map { candidate in
      SameEventSearch.Record(
        x: candidate.x, y: candidate.y, from: candidate.from, to: candidate.to,
        kind: number(leaders[candidate.category] ?? candidate.category, &kinds),
        source: number(candidate.source, &sources), isNew: candidate.isNew)
    }
    let answer = try search.pairs(among: records)
    var report = SameEventReport(pairs: answer.pairs.count, isCut: answer.isCut)
    for pair in answer.pairs {
      let (first, second) = (candidates[pair.first], candidates[pair.second])
      try transaction.run(
        SuggestSameEvent(
          first: min(first.id, second.id), second: max(first.id, second.id),
          distanceMetres: pair.distanceMetres, gapSeconds: pair.gapSeconds, importID: importID))
      guard report.examples.count < SameEventReport.mostExamples else { continue }
      report.examples.append(
        .init(
          first: "\(first.source) \(first.sourceID)", second: "\(second.source) \(second.sourceID)",
          category: first.category, metres: (pair.distanceMetres * 10).rounded() / 10,
          minutes: Int(pair.gapSeconds / 60)))
    }
    return report
  }

  private static let marginDays: Int32 = 2
}

/// Rows that another source may have told already.
public struct SameEventReport: Sendable, Codable {
  public struct Example: Sendable, Codable, Hashable {
    /// Source and id of each.
    public var first: String
    public var second: String
    public var category: String
    public var metres: Double
    /// Between the two times; 0 where they overlap.
    public var minutes: Int
  }

  public var pairs = 0
  /// There are more pairs than were looked for.
  public var isCut = false
  /// So many incidents in the days of the import were too many to compare; 0 where they were.
  public var notCompared = 0
  /// Twenty at most.
  public var examples: [Example] = []

  static let mostExamples = 20
}
