/// A scheme compiled for columns: each clause is looked up in a table or compared with a number, and
/// no word is read again.
public struct EligibilityRule: Sendable {
  /// The version that holds on a day.
  struct Day: Sendable {
    /// Its position; −1 for none.
    var version: Int16
    var isInForce: UInt8
    /// The first day of the cover, where that is known.
    var begin: Int32
  }

  /// The clauses of an item, without anything to count references of.
  struct Item: Sendable {
    /// Of `groups`; empty with `isEvidenceKnown` where nothing has to be shown.
    var evidence: Range<Int32>
    var isEvidenceKnown: Bool
    /// 0 unknown, 1 none, 2 unsolved for `clockDays` from `clockStart`.
    var clock: UInt8
    var clockDays: Int32
    var clockStart: DetectionClock.Start
    /// −1 for each that is unknown.
    var waitingDays: Int32
    var deductible: Int64
    var mostPaid: Int64
  }

  let asOf: Int32
  let firstDay: Int32
  let days: [Day]
  let kindCount: Int
  let placeCount: Int
  /// By version and kind: the item's position in `items`; −1 none, −2 nobody has printed all that is
  /// covered.
  private(set) var itemOfKind: [Int32] = []
  /// By version and kind: raw truths of not being excluded.
  private(set) var isNotExcluded: [UInt8] = []
  /// By version and place: raw truths.
  private(set) var jurisdiction: [UInt8] = []
  private(set) var isJurisdictionKnown: [Bool] = []
  /// By version: yes where all are insured, no where one must have joined.
  private(set) var insuresAll: [UInt8] = []
  /// Of all versions, and the first of each.
  private(set) var items: [Item] = []
  private(set) var firstItem: [Int32] = []
  /// Bits of the truths that say yes, and that say unknown, of each group of evidence.
  private(set) var groups: [(yes: UInt32, unknown: UInt32)] = []

  /// - Parameters:
  ///   - cover: when policies of the scheme are in force; `nil` where the store has no policy of it.
  ///   - facts: whose kinds, places and days the tables are laid out for.
  /// - Complexity: O(versions · (kinds + places) + days).
  public init(_ scheme: Scheme, cover: CoverPeriods?, for facts: IncidentFacts) {
    asOf = facts.asOf
    kindCount = facts.kinds.count
    placeCount = facts.placeCodes.count
    // A day past these is one that a damaged row says: such rows have no version.
    let reach: ClosedRange<Int32> = -36_525...73_050
    var first = Int32.max
    var last = Int32.min
    for day in facts.occurred where reach.contains(day) {
      first = min(first, day)
      last = max(last, day)
    }
    firstDay = first
    days = last < first ? [] : (first...last).map { Self.day($0, scheme, cover) }
    for version in scheme.versions { add(version, facts.kinds, facts.placeCodes) }
  }

  /// The version that holds a day by its own dates, else one that might and that a policy confirms.
  private static func day(_ day: Int32, _ scheme: Scheme, _ cover: CoverPeriods?) -> Day {
    var best = Day(version: -1, isInForce: Truth.no.rawValue, begin: IncidentFacts.unknownDay)
    for (position, version) in scheme.versions.enumerated() {
      var truth = version.isInForce(on: day)
      var begin = version.validFrom.value ?? IncidentFacts.unknownDay
      if truth == .unknown, let cover {
        let covered = cover.begin(holding: day)
        truth = Truth(covered != nil)
        if begin == IncidentFacts.unknownDay { begin = covered ?? begin }
      }
      // Of two that might hold, the later one.
      if truth.rawValue > best.isInForce || truth.rawValue == best.isInForce && truth == .unknown {
        best = Day(
          version: Int16(clamping: position), isInForce: truth.rawValue, begin: begin)
      }
    }
    return best
  }

  private mutating func add(_ version: SchemeVersion, _ kinds: [IncidentKind], _ places: [String]) {
    let own = version.items
    let first = Int32(items.count)
    firstItem.append(first)
    for item in own { add(item) }
    for kind in kinds {
      let found = Self.item(of: own, covering: kind)
      itemOfKind.append(found < 0 ? found : first + found)
      let excluded: Truth
      if found >= 0 {
        excluded = own[Int(found)].exclusions.value?.truth(of: kind) ?? .unknown
      } else {
        // Excluded by every item that knows: then it is, whatever is covered.
        let known = own.map { $0.exclusions.value?.truth(of: kind) ?? .unknown }
        excluded = known.min() == .yes ? .yes : .no
      }
      isNotExcluded.append(excluded.negated.rawValue)
    }
    isJurisdictionKnown.append(version.jurisdiction.value != nil)
    for place in places {
      jurisdiction.append((version.jurisdiction.value?.truth(of: place) ?? .unknown).rawValue)
    }
    switch version.enrolment.value {
    case .all: insuresAll.append(Truth.yes.rawValue)
    // Whom a law makes join may yet not have joined.
    case .voluntary, .compulsory: insuresAll.append(Truth.no.rawValue)
    case nil: insuresAll.append(Truth.unknown.rawValue)
    }
  }

  /// −1 for no item, −2 where one might cover it and nobody says so.
  private static func item(of items: [SchemeItem], covering kind: IncidentKind) -> Int32 {
    // What names the subcategory itself goes before what names the whole category.
    if let exact = items.firstIndex(where: { $0.perils.value?.kinds.contains(kind) == true }) {
      return Int32(clamping: exact)
    }
    let truths = items.map { $0.perils.value?.truth(of: kind) ?? .unknown }
    if let first = truths.firstIndex(of: .yes) { return Int32(clamping: first) }
    return truths.contains(.unknown) ? -2 : -1
  }

  private mutating func add(_ item: SchemeItem) {
    let before = Int32(groups.count)
    for group in item.evidence.value?.groups ?? [] {
      groups.append(
        group.reduce((0, 0)) { bits, fact in
          (
            bits.0 | UInt32(Truth.yes.rawValue) << fact.place,
            bits.1 | UInt32(Truth.unknown.rawValue) << fact.place
          )
        })
    }
    var clock = (kind: UInt8(0), days: Int32(0), start: DetectionClock.Start.filed)
    switch item.clock.value {
    case nil: break
    case .some(.none): clock.kind = 1
    case .unsolved(let days, let start): clock = (2, Int32(clamping: days), start)
    }
    items.append(
      Item(
        evidence: before..<Int32(groups.count), isEvidenceKnown: item.evidence.value != nil,
        clock: clock.kind, clockDays: clock.days, clockStart: clock.start,
        waitingDays: item.waitingDays.value.map { Int32(clamping: $0) } ?? -1,
        deductible: item.deductible.value ?? -1, mostPaid: item.mostPaid ?? -1))
  }
}
