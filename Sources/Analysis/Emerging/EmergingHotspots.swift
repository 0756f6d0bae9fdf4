/// Hot spots through time: G* of every place in every bin, and what the history of each place is
/// called, with its trend.
///
/// The neighbours of a place in a bin are its neighbours in the same bin and, with
/// `Reference.cube`, the place and its neighbours in the bins just before. Hot and cold bins are
/// told by `GetisOrd.hotspots`, so the settings' permutations, rate and draws hold here; the trend
/// is that of `MannKendall` over the scores of all bins, at a level of 0.05.
///
/// A bin whose place is `unresolved` counts as neither hot nor cold, and the place's row says how
/// many there are.
///
/// > J.K. Ord, A. Getis. "Local Spatial Autocorrelation Statistics." *Geographical Analysis*,
/// > vol. 27, no. 4, 1995. doi:10.1111/j.1538-4632.1995.tb00912.x
public struct EmergingHotspots: Sendable {
  /// What a bin is compared with.
  public enum Reference: Sendable, Equatable {
    /// All places in all bins: a place can also be hot since all are hot now. The false discovery
    /// rate is over all bins together.
    case cube(earlierBins: Int)
    /// The places in the same bin: seasons cancel out. The false discovery rate is over each bin.
    case eachBin
  }

  /// Fewer bins than this show no trend.
  public static let minimumBins = 10
  public static let trendLevel = 0.05

  public let graph: NeighbourGraph
  public let reference: Reference

  public init(graph: NeighbourGraph, reference: Reference = .cube(earlierBins: 1)) {
    self.graph = graph
    self.reference = reference
  }

  /// - Parameters:
  ///   - counts: bin after bin, the oldest first, a count a place each. All bins must be whole, as
  ///     those of `TimeBins` are: half a week would look like a cold one.
  /// - Throws: `tooFewBins` below 10, `tooFewPlaces`, `differentLengths`, `notFinite`, `negative`,
  ///   `invalidParameter`, `invalidGraph`, `cancelled`.
  /// - Complexity: that of `GetisOrd.hotspots` for places × bins, and O(bins² log bins) a place.
  public func histories(
    counts: Span<Double>, binCount: Int, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> EmergingTable {
    try settings.validate()
    guard binCount >= Self.minimumBins else {
      throw .tooFewBins(count: binCount, minimum: Self.minimumBins)
    }
    let places = graph.placeCount
    let (cells, overflow) = places.multipliedReportingOverflow(by: binCount)
    guard !overflow, cells == counts.count else {
      throw .differentLengths(
        column: "counts", count: counts.count, expected: overflow ? .max : cells)
    }
    let column = try PlaceColumn(counts: counts)
    guard places >= GetisOrd.minimumPlaces else {
      throw .tooFewPlaces(count: places, minimum: GetisOrd.minimumPlaces)
    }
    if let refusal = column.refusal(minimumTotal: settings.minimumTotal) {
      return EmergingTable(tooFewOf: places, binCount: binCount, refusal: refusal)
    }
    var cube: HotspotTable
    switch reference {
    case .cube(let earlierBins):
      cube = try GetisOrd(graph: spaceTimeGraph(binCount, earlierBins: earlierBins)).hotspots(
        of: column, settings: settings, isCancelled: isCancelled, progress: progress)
    case .eachBin:
      cube = HotspotTable(tooFewOf: cells)
      for bin in 0..<binCount {
        let range = bin * places..<(bin + 1) * places
        let own = Array(column.values[range])
        var binSettings = settings
        // Another seed a bin, so that the errors of their draws do not go together.
        binSettings.seed = settings.seed &+ UInt64(bin) &* 0x9e37_79b9_7f4a_7c15
        let table = try GetisOrd(graph: graph).hotspots(
          values: own.span, settings: binSettings, isCancelled: isCancelled)
        cube.replace(range, by: table)
        progress(Double(bin + 1) / Double(binCount))
      }
    }
    return try EmergingTable(cube, binCount: binCount, placeCount: places)
  }

  /// Places × bins, bin after bin, each with the neighbours of its own bin and of those before.
  private func spaceTimeGraph(
    _ binCount: Int, earlierBins: Int
  ) throws(AnalysisError) -> NeighbourGraph {
    guard (0..<binCount).contains(earlierBins) else {
      throw .invalidParameter(name: "earlierBins", requirement: "from 0 to \(binCount - 1)")
    }
    let places = graph.placeCount
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    starts.reserveCapacity(places * binCount + 1)
    for bin in 0..<binCount {
      for place in 0..<places {
        for other in max(0, bin - earlierBins)...bin {
          let offset = Int32(truncatingIfNeeded: other * places)
          var isPlaced = other == bin
          for neighbour in graph.neighbours(of: place) {
            if !isPlaced && Int(neighbour) > place {
              neighbours.append(offset + Int32(place))
              isPlaced = true
            }
            neighbours.append(offset + neighbour)
          }
          if !isPlaced { neighbours.append(offset + Int32(place)) }
        }
        starts.append(try NeighbourGraph.start(neighbours.count, after: place))
      }
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: neighbours)
  }
}

/// The histories of the places of a study: columns with a row a place, and the cube behind them.
public struct EmergingTable: Sendable, Equatable {
  public let binCount: Int
  /// Bin after bin, a row a place each.
  public let cube: HotspotTable
  /// `nil` where there are too few incidents.
  public private(set) var classes: [EmergingClass?]
  /// Of the scores; `nil` where there are none.
  public private(set) var trends: [MannKendall?]
  /// How many bins of each place the draws do not decide.
  public private(set) var unresolvedBins: [Int]
  /// Why nothing is said, where nothing is.
  public private(set) var refusal: AnalysisError?

  init(tooFewOf places: Int, binCount: Int, refusal: AnalysisError) {
    self.binCount = binCount
    cube = HotspotTable(tooFewOf: places * binCount)
    classes = .init(repeating: nil, count: places)
    trends = .init(repeating: nil, count: places)
    unresolvedBins = .init(repeating: 0, count: places)
    self.refusal = refusal
  }

  init(_ cube: HotspotTable, binCount: Int, placeCount: Int) throws(AnalysisError) {
    self.binCount = binCount
    self.cube = cube
    classes = []
    trends = []
    unresolvedBins = []
    for place in 0..<placeCount {
      let rows = stride(from: place, to: placeCount * binCount, by: placeCount)
      let trend = try MannKendall(rows.map { cube.z[$0] ?? 0 })
      trends.append(trend)
      classes.append(
        EmergingClass(
          bins: rows.map { cube.classes[$0].side },
          trend: trend.trend(level: EmergingHotspots.trendLevel)))
      unresolvedBins.append(rows.count { cube.classes[$0] == .unresolved })
    }
  }
}

extension HotspotClass {
  /// 1 for hot, −1 for cold, 0 for neither.
  var side: Int {
    switch self {
    case .hot95, .hot99: 1
    case .cold95, .cold99: -1
    case .none, .tooFew, .unresolved: 0
    }
  }
}
