/// A scheme compiled for columns: each clause is looked up in a table or compared with a number, and
/// no word is read again.
public struct EligibilityRule: Sendable {
  /// A version on the days that it may hold.
  struct Version: Sendable {
    var items: [Item]
    /// By kind: the item's position; −1 no item, −2 nobody has printed all that is covered.
    var itemOfKind: [Int16]
    /// By kind, of that item: raw truths of being excluded.
    var exclusion: [UInt8]
    /// By place: raw truths.
    var jurisdiction: [UInt8]
    var isJurisdictionKnown: Bool
    /// Yes where all are insured, no where one must have joined.
    var insuresAll: Truth
  }

  struct Item: Sendable {
    /// Groups of places in the packed truths; `nil` where nobody has printed them.
    var evidence: [[UInt32]]?
    var clock: Clock
    /// −1: unknown.
    var waitingDays: Int32
    /// −1: unknown.
    var deductible: Int64
    /// −1: unknown.
    var mostPaid: Int64
  }

  enum Clock: Sendable {
    case unknown, none
    case unsolved(days: Int32, start: DetectionClock.Start)
  }

  /// A day's version: its position, −1 for none; the truth of its being in force; the first day of
  /// the cover, where that is known.
  struct Day: Sendable {
    var version: Int16
    var isInForce: Truth
    var begin: Int32
  }

  let versions: [Version]
  let firstDay: Int32
  let days: [Day]
  let asOf: Int32

  /// - Parameters:
  ///   - cover: when policies of the scheme are in force; `nil` where the store has no policy of it.
  ///   - facts: whose kinds, places and days the tables are laid out for.
  /// - Complexity: O(versions · (kinds + places) + days).
  public init(_ scheme: Scheme, cover: CoverPeriods?, for facts: IncidentFacts) {
    asOf = facts.asOf
    versions = scheme.versions.map { Version($0, kinds: facts.kinds, places: facts.placeCodes) }
    // A day past these is one that a damaged row says: such rows have no version.
    let reach: ClosedRange<Int32> = -36_525...73_050
    let known = facts.occurred.lazy.filter { reach.contains($0) }
    firstDay = known.min() ?? 0
    let last = known.max() ?? firstDay - 1
    days = last < firstDay ? [] : (firstDay...last).map { Self.day($0, scheme, cover) }
  }

  /// The version that holds a day by its own dates, else one that might and that a policy confirms.
  private static func day(_ day: Int32, _ scheme: Scheme, _ cover: CoverPeriods?) -> Day {
    var best = Day(version: -1, isInForce: .no, begin: IncidentFacts.unknownDay)
    for (position, version) in scheme.versions.enumerated() {
      var truth = version.isInForce(on: day)
      var begin = version.validFrom.value ?? IncidentFacts.unknownDay
      if truth == .unknown, let cover {
        let covered = cover.begin(holding: day)
        truth = Truth(covered != nil)
        if begin == IncidentFacts.unknownDay { begin = covered ?? begin }
      }
      // Of two that might hold, the later one.
      if truth > best.isInForce || truth == best.isInForce && truth == .unknown {
        best = Day(version: Int16(clamping: position), isInForce: truth, begin: begin)
      }
    }
    return best
  }
}

extension EligibilityRule.Version {
  init(_ version: SchemeVersion, kinds: [IncidentKind], places: [String]) {
    let items = version.items
    self.items = items.map(EligibilityRule.Item.init)
    itemOfKind = kinds.map { kind in
      let truths = items.map { $0.perils.value?.truth(of: kind) ?? .unknown }
      // What names the subcategory itself goes before what names the whole category.
      if let exact = items.firstIndex(where: { $0.perils.value?.kinds.contains(kind) == true }) {
        return Int16(clamping: exact)
      }
      if let first = truths.firstIndex(of: .yes) { return Int16(clamping: first) }
      return truths.contains(.unknown) ? -2 : -1
    }
    exclusion = zip(kinds, itemOfKind).map { kind, item in
      guard item >= 0 else {
        // Excluded by every item that knows: then it is, whatever is covered.
        let known = items.map { $0.exclusions.value?.truth(of: kind) ?? .unknown }
        return (known.min() == .yes ? Truth.yes : .no).rawValue
      }
      return (items[Int(item)].exclusions.value?.truth(of: kind) ?? .unknown).rawValue
    }
    isJurisdictionKnown = version.jurisdiction.value != nil
    jurisdiction = places.map {
      (version.jurisdiction.value?.truth(of: $0) ?? .unknown).rawValue
    }
    insuresAll =
      switch version.enrolment.value {
      case .all: .yes
      case .voluntary: .no
      case nil: .unknown
      }
  }
}

extension EligibilityRule.Item {
  init(_ item: SchemeItem) {
    evidence = item.evidence.value?.groups.map { $0.map(\.place) }
    clock =
      switch item.clock.value {
      case nil: .unknown
      case .some(.none): .none
      case .unsolved(let days, let start):
        .unsolved(days: Int32(clamping: days), start: start)
      }
    waitingDays = item.waitingDays.value.map { Int32(clamping: $0) } ?? -1
    deductible = item.deductible.value ?? -1
    mostPaid = item.mostPaid ?? -1
  }
}
