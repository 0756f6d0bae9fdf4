/// Of what is exposed in a place, how much is covered, by what, and why the rest is not.
///
/// Everything is in one measure: persons' years at sea, 亩, 口, 箱, or the yuan that they are worth.
/// Two measures are never added. In each place
///
///     exposure = insured + other cover + gap
///     gap      = no policy + under limit + excluded + unknown
///
/// Pieces of cover are taken in their order and never beyond what is exposed: first those of the
/// scheme, then those of others. A piece whose limit or exclusion is not known covers nothing and
/// leaves no gap of its own: its share is *unknown*. So is what no policy is known for where a
/// policy does not say how much it insures.
public struct CoverageGap: Sendable {
  /// What is counted.
  public enum Measure: String, Sendable, CaseIterable {
    /// Persons at work for a year: for liability to workers.
    case personYears = "person_years"
    case mu
    case kou
    case xiang
    /// The value of the stock, or the sum insured.
    case yuan
    case households
    case persons
  }

  /// What a loss is a loss of.
  public enum Basis: String, Sendable, CaseIterable {
    /// All that is destroyed, whoever bears it.
    case groundUp = "ground_up"
    /// What a policy would pay: limits and deductibles applied.
    case policy
  }

  /// A piece of cover in a place: one policy, as a rule.
  public struct Piece: Sendable {
    /// The place, as its position in the columns.
    public var place: Int
    /// Of another scheme than the one that is asked of.
    public var isOther: Bool
    /// In the measure's units (亩, persons); `nil` where the policy does not say.
    public var units: Double?
    /// Yuan for one unit; `nil` where neither policy nor scheme say.
    public var limitYuan: Double?
    /// That the scheme pays nothing here; `nil` where it is not known.
    public var isExcluded: Bool?

    public init(
      place: Int, isOther: Bool = false, units: Double?, limitYuan: Double?,
      isExcluded: Bool? = false
    ) {
      self.place = place
      self.isOther = isOther
      self.units = units
      self.limitYuan = limitYuan
      self.isExcluded = isExcluded
    }
  }

  /// The account of one place, in the measure.
  public struct Account: Sendable, Equatable {
    public var exposure = 0.0
    public var insured = 0.0
    public var otherCover = 0.0
    public var noPolicy = 0.0
    public var underLimit = 0.0
    public var excluded = 0.0
    public var unknown = 0.0
    /// Insured beyond what is exposed: an error of the register, counted nowhere.
    public var excess = 0.0

    public init() {}

    public var gap: Double { noPolicy + underLimit + excluded + unknown }

    /// The share that any policy of the scheme reaches with known terms; `nil` without exposure.
    public var penetration: Double? { exposure > 0 ? insured / exposure : nil }

    public static func + (one: Account, other: Account) -> Account {
      var sum = one
      sum.exposure += other.exposure
      sum.insured += other.insured
      sum.otherCover += other.otherCover
      sum.noPolicy += other.noPolicy
      sum.underLimit += other.underLimit
      sum.excluded += other.excluded
      sum.unknown += other.unknown
      sum.excess += other.excess
      return sum
    }
  }

  /// Yuan that full cover of one unit needs, a row a place: what it is worth. `nil` where no need
  /// is set: then a policy with a known limit covers its units whole.
  public var needYuan: [Double?]
  /// Counts each unit as so many yuan instead of one: its need. Only where all needs are known.
  public var countsYuan: Bool

  public init(needYuan: [Double?], countsYuan: Bool) {
    self.needYuan = needYuan
    self.countsYuan = countsYuan
  }

  /// The account of each place; `nil` where its units, or in yuan their need, are not known.
  ///
  /// - Parameters:
  ///   - units: exposed, a row a place; `nil` where not known.
  ///   - pieces: in the order in which they pay; those of the scheme come first whatever the order.
  /// - Throws: `differentLengths`, `negative`, `notFinite`, `invalidParameter` for a piece in no
  ///   place.
  /// - Complexity: O(places + pieces).
  public func accounts(
    units: [Double?], pieces: [Piece]
  ) throws(AnalysisError) -> [Account?] {
    guard units.count == needYuan.count else {
      throw .differentLengths(column: "needs", count: needYuan.count, expected: units.count)
    }
    for (column, values) in [("units", units), ("needs", needYuan)] {
      for (place, value) in values.enumerated() {
        guard let value else { continue }
        guard value.isFinite else { throw .notFinite(column: column, position: place) }
        guard value >= 0 else { throw .negative(column: column, position: place) }
      }
    }
    var waterfalls = units.indices.map { place -> Waterfall? in
      guard let exposed = units[place] else { return nil }
      guard countsYuan else { return Waterfall(units: exposed, scale: 1, need: needYuan[place]) }
      return needYuan[place].map { Waterfall(units: exposed, scale: $0, need: $0) }
    }
    for isOther in [false, true] {
      for (position, piece) in pieces.enumerated() where piece.isOther == isOther {
        guard waterfalls.indices.contains(piece.place) else {
          throw .invalidParameter(
            name: "place of piece \(position)", requirement: "one of 0..<\(units.count)")
        }
        for value in [piece.units, piece.limitYuan] {
          guard let value else { continue }
          guard value.isFinite else { throw .notFinite(column: "pieces", position: position) }
          guard value >= 0 else { throw .negative(column: "pieces", position: position) }
        }
        waterfalls[piece.place]?.take(piece)
      }
    }
    return waterfalls.map { $0?.account() }
  }
}

/// What is left of a place's exposure as pieces of cover take theirs.
private struct Waterfall {
  private var sums = CoverageGap.Account()
  private var left: Double
  private var hasUnknownUnits = false
  private let scale: Double
  private let need: Double?

  init(units: Double, scale: Double, need: Double?) {
    sums.exposure = units * scale
    left = units
    self.scale = scale
    self.need = need
  }

  mutating func take(_ piece: CoverageGap.Piece) {
    guard let units = piece.units else {
      hasUnknownUnits = true
      return
    }
    let taken = min(units, left)
    left -= taken
    // Parts of a whole that were shared out leave the rounding of their sum behind.
    if left < 1e-9 * sums.exposure / max(scale, 1e-300) { left = 0 }
    sums.excess += (units - taken) * scale
    let amount = taken * scale
    switch (piece.isExcluded, piece.limitYuan) {
    case (true?, _): sums.excluded += amount
    case (nil, _), (_, nil): sums.unknown += amount
    case (false?, let limit?):
      let share = need.map { $0 > 0 ? min(1, limit / $0) : 1 } ?? 1
      if piece.isOther { sums.otherCover += amount * share } else { sums.insured += amount * share }
      sums.underLimit += amount * (1 - share)
    }
  }

  func account() -> CoverageGap.Account {
    var sums = sums
    if hasUnknownUnits { sums.unknown += left * scale } else { sums.noPolicy += left * scale }
    return sums
  }
}
