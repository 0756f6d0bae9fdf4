/// What is said of a place. The raw values are the words of the result layers.
public enum HotspotClass: String, Sendable, CaseIterable {
  case hot99 = "hot_99"
  case hot95 = "hot_95"
  case none
  case cold95 = "cold_95"
  case cold99 = "cold_99"
  /// The exposure is unknown, or the study has too few incidents.
  case tooFew = "too_few"
  /// More draws could make it significant, or not: the draws made do not decide.
  case unresolved
}

/// The hot spots of a study: columns with a row a place. `nil` is no value, never 0.
public struct HotspotTable: Sendable, Equatable {
  /// The score in standard deviations.
  public var z: [Double?]
  /// Two-sided: twice the smaller tail of the conditional permutations, at most 1; or, without
  /// permutations, the normal p of `z`.
  public var p: [Double?]
  /// p adjusted by Benjamini and Hochberg over all places that have one.
  public var q: [Double?]
  /// How many permutations were drawn for the place; 0 where p is the normal one.
  public var draws: [Int]
  public var classes: [HotspotClass]
  /// Why no place has a value, where none has: "too few to say: 2 incidents, at least 10".
  public var refusal: AnalysisError?

  /// A table without values.
  init(tooFewOf count: Int) {
    z = .init(repeating: nil, count: count)
    p = z
    q = z
    draws = .init(repeating: 0, count: count)
    classes = .init(repeating: .tooFew, count: count)
  }

  /// Puts a table of some consecutive places in its place.
  mutating func replace(_ places: Range<Int>, by table: HotspotTable) {
    z.replaceSubrange(places, with: table.z)
    p.replaceSubrange(places, with: table.p)
    q.replaceSubrange(places, with: table.q)
    draws.replaceSubrange(places, with: table.draws)
    classes.replaceSubrange(places, with: table.classes)
  }
}

/// How hot spots are told from chance.
public struct HotspotSettings: Sendable {
  /// The share of false discoveries that is accepted among the places called hot or cold 95.
  public var falseDiscoveryRate = 0.05
  /// q up to which a place is called hot or cold 99.
  public static let strictRate = 0.01
  /// Permutations that are drawn for every place; 0 takes the normal p of the score instead.
  ///
  /// Permutations ask for high surroundings and suppose nothing of the values. The normal p also
  /// finds a place that is high alone, and supposes that sums are nearly normal: see `GetisOrd`.
  public var permutations = 999
  /// Whether to go on drawing for the places whose class the permutations do not decide.
  ///
  /// 999 permutations cannot give a p below 0.002, and one hot place among 10,333 needs 0.000005.
  /// Draws are doubled for the undecided places only, until all are decided or `drawBudget`
  /// is spent. Without it such places are `unresolved`.
  public var refines = true
  /// How many values the refinement may draw in all, about 10 ns each; by default as many as it
  /// takes to find a single hot place, and at least 2²⁶.
  public var drawBudget: Int?
  /// Incidents below which a study of counts says nothing.
  public var minimumTotal = 10.0
  public var seed: UInt64 = 0
  public var threads = Parallel.coreCount

  public init() {}

  func validate() throws(AnalysisError) {
    guard falseDiscoveryRate > 0 && falseDiscoveryRate < 1 else {
      throw .invalidParameter(name: "falseDiscoveryRate", requirement: "between 0 and 1")
    }
    guard minimumTotal >= 0 && minimumTotal.isFinite else {
      throw .invalidParameter(name: "minimumTotal", requirement: "a finite number from 0")
    }
    if let drawBudget, drawBudget < 0 {
      throw .invalidParameter(name: "drawBudget", requirement: "at least 0")
    }
    guard permutations >= 0 && permutations <= 1 << 26 else {
      throw .invalidParameter(name: "permutations", requirement: "from 0 to 67108864")
    }
  }
}
