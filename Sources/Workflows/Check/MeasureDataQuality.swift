public import SimpleFeatures
public import Storage

/// Counts by grid how far the incidents can be trusted, and keeps the counts as the layer
/// `data_quality`.
public struct MeasureDataQuality {
  /// Days after this one lie in the future; `nil` where nobody says what today is.
  public var asOf: DayNumber?

  public init() {}

  public struct Report: Sendable, Codable {
    public var incidents: Int
    /// Incidents in a grid, and so in the layer.
    public var inGrids: Int
    public var grids: Int
    /// A coordinate of more rows than this counts as a default's.
    public var spikeThreshold: Int
    public var spikeRows: Int
    public var futureRows: Int
    /// Of the incidents in grids.
    public var exactShare: Double
    public var midnightShare: Double
  }

  /// - Complexity: O(incidents log incidents): positions are sorted to find the crowded ones.
  public func run(in store: any SpatialStore) throws -> Report {
    let clock = try StudyClock(
      try store.answer(Settings())[.timeZone] ?? PrepareStore.usualTimeZone)
    let window = try store.answer(IncidentWindow())
    guard let window else {
      throw WorkflowError.failed("the store has no incidents to measure: import some first")
    }
    let threshold = max(QualityReport.spikeRows, window.count / 100)
    let year = window.lastDay.civil.year
    let winter = clock.offsetSeconds(on: DayNumber(year: year, month: 1, day: 15) ?? window.lastDay)
    let summer = clock.offsetSeconds(on: DayNumber(year: year, month: 7, day: 15) ?? window.lastDay)
    return try store.write { transaction in
      try transaction.run(ClearDataQuality())
      let grids = try transaction.run(
        FillDataQuality(offsets: (winter, summer), asOf: asOf, spikeRows: threshold))
      let sums = try transaction.answer(DataQualitySums())
      return Report(
        incidents: window.count, inGrids: sums.rows, grids: grids, spikeThreshold: threshold,
        spikeRows: sums.spikeRows, futureRows: sums.futureRows, exactShare: sums.exactShare,
        midnightShare: sums.midnightShare)
    }
  }
}
