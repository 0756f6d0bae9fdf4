/// What each of many storms destroys over all places together, and which places bear it.
///
/// In storm k the place z loses d(wind) · value, its insurers d(wind) · sum insured, with d the
/// place's damage curve at its wind times the shelter of its shore. Of d(wind) · unknown nobody knows
/// whether it is insured. A place without a curve has no number, and is counted as such.
public struct Accumulation: Sendable {
  /// Columns, a row a place.
  public struct Places: Sendable {
    public var longitudes: [Double]
    public var latitudes: [Double]
    /// Yuan.
    public var values: [Double]
    /// Yuan that policies insure of them.
    public var insured: [Double]
    /// Yuan of them of which it is not known; empty for none.
    public var unknown: [Double] = []
    /// Which of the sums by group each counts to, from 0; -1 for none. Empty for no groups.
    public var group: [Int32] = []
    /// What of the wind reaches the place, from 0 to 1.
    public var shelter: [Double]
    /// The curve of each, as its position in `curves`; -1 for none.
    public var curve: [Int32]

    public init(
      longitudes: [Double], latitudes: [Double], values: [Double], insured: [Double],
      shelter: [Double], curve: [Int32]
    ) {
      self.longitudes = longitudes
      self.latitudes = latitudes
      self.values = values
      self.insured = insured
      self.shelter = shelter
      self.curve = curve
    }
  }

  /// Of one storm, yuan and metres a second.
  public struct StormLoss: Sendable, Equatable {
    public var groundUp = 0.0
    public var insured = 0.0
    /// Neither insured nor not, as far as is known.
    public var unknown = 0.0
    /// At any place, sheltered or not.
    public var strongestWind = 0.0
    /// Places that lose something.
    public var placesHit = 0
    /// The place that loses most, and what; -1 where none does.
    public var worstPlace = -1
    public var worstLoss = 0.0

    public init() {}

    public var uninsured: Double { groundUp - insured - unknown }
    public var uninsuredShare: Double? { groundUp > 0 ? uninsured / groundUp : nil }
  }

  public struct Table: Sendable {
    /// A row a storm.
    public var storms: [StormLoss]
    /// Of all storms together, a row a place.
    public var groundUp: [Double]
    public var insured: [Double]
    public var unknown: [Double]
    /// Storm by storm: what nobody insures, and that with what is not known; a row a place.
    public var uninsuredSums: [YearlyLoss.Sums]
    public var openSums: [YearlyLoss.Sums]
    /// Ground-up yuan by storm and group: those of a storm stand together.
    public var byGroup: [Double]
    /// In the strongest of the storms, metres a second before shelter.
    public var strongestWind: [Double]
    /// Without a curve: they are in no sum.
    public var placesWithoutCurve: Int

    /// What a place expects to lose uninsured a year.
    ///
    /// - Throws: `invalidParameter` for years and a confidence that cannot be.
    public func yearlyLoss(
      of place: Int, years: Double, confidence: Double
    ) throws(AnalysisError) -> YearlyLoss {
      try YearlyLoss(
        uninsured: uninsuredSums[place], open: openSums[place], years: years,
        confidence: confidence)
    }

    /// The same of all places together, which a storm hits at once.
    public func yearlyLoss(years: Double, confidence: Double) throws(AnalysisError) -> YearlyLoss {
      var (uninsured, open) = (YearlyLoss.Sums(), YearlyLoss.Sums())
      for storm in storms {
        uninsured.add(max(0, storm.uninsured))
        open.add(max(0, storm.groundUp - storm.insured))
      }
      return try YearlyLoss(
        uninsured: uninsured, open: open, years: years, confidence: confidence)
    }

    /// The places that bear most of all storms' loss, most first; of equals the earlier.
    public func largestContributors(_ count: Int) -> [Int] {
      Array(
        groundUp.indices.filter { groundUp[$0] > 0 }
          .sorted { groundUp[$0] != groundUp[$1] ? groundUp[$0] > groundUp[$1] : $0 < $1 }
          .prefix(count))
    }
  }

  public var curves: [DamageCurve]
  public var assumptions = StormAssumptions()
  public var threads = Parallel.coreCount

  public init(curves: [DamageCurve]) { self.curves = curves }

  /// - Throws: `differentLengths`, `notFinite`, `negative`, `invalidParameter`, `cancelled`.
  /// - Complexity: O(storms · steps near the places · places); the same bytes whatever the threads.
  public func table(
    _ tracks: [StormTrack], over places: Places, isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Table {
    let points = try check(places)
    var footprints: [StormFootprint] = []
    for track in tracks {
      footprints.append(try StormFootprint(track, assumptions: assumptions, around: points.whole))
    }
    let parts = points.parts
    let groups = Int(places.group.max() ?? -1) + 1
    let empty = PartLoss(
      storms: [], groundUp: [], insured: [], unknown: [], uninsuredSums: [], openSums: [],
      byGroup: [], strongestWind: [])
    var pieces = [PartLoss](repeating: empty, count: parts)
    do {
      let failure = pieces.withUnsafeMutableBufferPointer { pieces in
        nonisolated(unsafe) let pieces = pieces
        do throws(AnalysisError) {
          try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
            pieces[part] = loss(footprints, points, part, places, groups: groups)
          }
          return AnalysisError?.none
        } catch {
          return error
        }
      }
      if let failure { throw failure }
    }
    var table = Table(
      storms: .init(repeating: StormLoss(), count: tracks.count), groundUp: [], insured: [],
      unknown: [], uninsuredSums: [], openSums: [],
      byGroup: .init(repeating: 0, count: tracks.count * groups),
      strongestWind: [], placesWithoutCurve: places.curve.count { $0 < 0 })
    for piece in pieces {
      table.groundUp += piece.groundUp
      table.insured += piece.insured
      table.unknown += piece.unknown
      table.uninsuredSums += piece.uninsuredSums
      table.openSums += piece.openSums
      for cell in table.byGroup.indices { table.byGroup[cell] += piece.byGroup[cell] }
      table.strongestWind += piece.strongestWind
      for storm in tracks.indices { table.storms[storm].add(piece.storms[storm]) }
    }
    return table
  }

  private struct PartLoss {
    var storms: [StormLoss]
    var groundUp: [Double]
    var insured: [Double]
    var unknown: [Double]
    var uninsuredSums: [YearlyLoss.Sums]
    var openSums: [YearlyLoss.Sums]
    var byGroup: [Double]
    var strongestWind: [Double]
  }

  private func loss(
    _ footprints: [StormFootprint], _ points: StormPlaces, _ part: Int, _ places: Places,
    groups: Int
  ) -> PartLoss {
    let range = points.range(part)
    let none = [Double](repeating: 0, count: range.count)
    let noSums = [YearlyLoss.Sums](repeating: .init(), count: range.count)
    var answer = PartLoss(
      storms: [], groundUp: none, insured: none, unknown: none, uninsuredSums: noSums,
      openSums: noSums,
      byGroup: .init(repeating: 0, count: footprints.count * groups), strongestWind: none)
    var winds = none
    for (number, footprint) in footprints.enumerated() {
      for own in winds.indices { winds[own] = 0 }
      var storage = winds.mutableSpan
      footprint.strongestWinds(points, part: part, into: &storage, at: 0)
      var storm = StormLoss()
      for (own, place) in range.enumerated() {
        let wind = winds[own]
        storm.strongestWind = max(storm.strongestWind, wind)
        answer.strongestWind[own] = max(answer.strongestWind[own], wind)
        let curve = Int(places.curve[place])
        guard wind > 0, curve >= 0 else { continue }
        let share = curves[curve].share(atMetresPerSecond: wind * places.shelter[place])
        guard share > 0 else { continue }
        let (lost, paid) = (share * places.values[place], share * places.insured[place])
        storm.groundUp += lost
        storm.insured += paid
        answer.groundUp[own] += lost
        answer.insured[own] += paid
        let open = places.unknown.isEmpty ? 0 : share * places.unknown[place]
        storm.unknown += open
        answer.unknown[own] += open
        // What rounding leaves below 0 is none.
        answer.uninsuredSums[own].add(max(0, lost - paid - open))
        answer.openSums[own].add(max(0, lost - paid))
        if groups > 0, places.group[place] >= 0 {
          answer.byGroup[number * groups + Int(places.group[place])] += lost
        }
        if lost > 0 { storm.placesHit += 1 }
        if lost > storm.worstLoss { (storm.worstLoss, storm.worstPlace) = (lost, place) }
      }
      answer.storms.append(storm)
    }
    return answer
  }

  private func check(_ places: Places) throws(AnalysisError) -> StormPlaces {
    let points = try StormPlaces(longitudes: places.longitudes, latitudes: places.latitudes)
    for (column, values) in [
      ("values", places.values), ("insured", places.insured), ("shelter", places.shelter),
      ("unknown", places.unknown),
    ] where column != "unknown" || !values.isEmpty {
      guard values.count == points.count else {
        throw .differentLengths(column: column, count: values.count, expected: points.count)
      }
      for (place, value) in values.enumerated() {
        guard value.isFinite else { throw .notFinite(column: column, position: place) }
        guard value >= 0 else { throw .negative(column: column, position: place) }
      }
    }
    for (column, count) in [("curve", places.curve.count), ("group", places.group.count)]
    where count != points.count && (column != "group" || count > 0) {
      throw .differentLengths(column: column, count: count, expected: points.count)
    }
    if let place = places.curve.firstIndex(where: { $0 >= Int32(curves.count) }) {
      throw .invalidParameter(
        name: "curve at position \(place)", requirement: "one of \(curves.count), or -1")
    }
    return points
  }
}

extension Accumulation.StormLoss {
  fileprivate mutating func add(_ other: Self) {
    groundUp += other.groundUp
    insured += other.insured
    unknown += other.unknown
    strongestWind = max(strongestWind, other.strongestWind)
    placesHit += other.placesHit
    if other.worstLoss > worstLoss {
      worstLoss = other.worstLoss
      worstPlace = other.worstPlace
    }
  }
}
