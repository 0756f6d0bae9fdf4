/// Which windows are scanned, and how they are told from chance.
public struct ScanSettings: Sendable {
  public enum Rates: Sendable { case high, low, both }

  public var rates = Rates.high
  /// The radius of the largest circle; `nil` sets no bound but the share.
  public var maximumRadiusMetres: Double?
  /// The largest share of a circle: of the expected cases (Poisson), of cases and controls
  /// (Bernoulli), or of the cases (permutation).
  public var maximumShare = 0.5
  /// Whether places at one distance from a centre enter its circle together; else one by one,
  /// as in SaTScan: the more westerly first, then the more southerly.
  public var tiesEnterTogether = false
  /// The longest window in intervals; `nil` is half of the study period, at least one.
  public var maximumIntervals: Int?
  /// Whether only windows count that reach the last interval: clusters that are alive.
  public var isProspective = false
  /// The least cases of a cluster of a high rate.
  public var minimumCases = 2
  /// How many random data sets are drawn; 0 gives no p.
  public var replicates = 999
  /// Besag and Clifford's sequential test: stop at the replicate in which the most likely cluster
  /// is reached for so many times; p is then that number over the replicates made.
  public var stopsAfter: Int?
  /// The days of one interval, for the recurrence interval.
  public var intervalDays = 1.0
  /// At most so many clusters are answered.
  public var maximumClusters = 1000
  public var seed: UInt64 = 0
  public var threads = Parallel.coreCount

  public init() {}

  /// The bound on a table's lanes.
  static let maximumReplicates = 10_000_000

  func validate() throws(AnalysisError) {
    if let radius = maximumRadiusMetres {
      guard radius >= 0, radius.isFinite else {
        throw .invalidParameter(
          name: "maximumRadiusMetres", requirement: "a number of metres, 0 or more")
      }
    }
    guard maximumShare > 0, maximumShare <= 1 else {
      throw .invalidParameter(name: "maximumShare", requirement: "above 0, at most 1")
    }
    if let intervals = maximumIntervals, intervals < 1 {
      throw .invalidParameter(name: "maximumIntervals", requirement: "at least 1")
    }
    guard minimumCases >= 1, minimumCases <= 1 << 30 else {
      throw .invalidParameter(name: "minimumCases", requirement: "from 1 to 1073741824")
    }
    guard replicates >= 0, replicates <= Self.maximumReplicates else {
      throw .invalidParameter(name: "replicates", requirement: "from 0 to 10000000")
    }
    if let stop = stopsAfter, stop < 1 {
      throw .invalidParameter(name: "stopsAfter", requirement: "at least 1")
    }
    guard intervalDays > 0, intervalDays.isFinite else {
      throw .invalidParameter(name: "intervalDays", requirement: "a positive number of days")
    }
    guard maximumClusters >= 1 else {
      throw .invalidParameter(name: "maximumClusters", requirement: "at least 1")
    }
  }

  /// The longest window of a study, in intervals.
  func duration(of intervals: Int) -> Int {
    min(intervals, maximumIntervals ?? max(1, intervals / 2))
  }
}
