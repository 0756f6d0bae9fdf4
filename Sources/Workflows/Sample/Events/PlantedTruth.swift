import Analysis
import SimpleFeatures

/// What was put into the scenario for an analysis to find.
struct PlantedTruth: Sendable {
  struct Hotspot: Sendable {
    /// Indexes of grids, which hang together.
    var grids: [Int]
    /// Neighbours (queen) of a planted grid, not planted themselves: Gi* counts the planted grids
    /// in, so they may well come out hot and are no false discovery.
    var affected: [Int]
    var factor: Double
    var from: DayNumber
    var to: DayNumber
  }

  struct Outbreak: Sendable {
    var town: Int
    var grids: [Int]
    var factor: Double
    var from: DayNumber
    var to: DayNumber
  }

  static let hotspotCategory = "theft"
  static let outbreakCategory = "fraud"
  static let clusters = 6
  static let sizes = 4...7
  static let outbreakWeeks = 5
  static let outbreakFactor = 6.0

  var hotspots: [Hotspot] = []
  var outbreak: Outbreak?

  init(_ layout: SampleGridLayout, period: SamplePeriod, seed: UInt64) {
    var generator = ReplicateGenerator(seed: seed, stream: SampleStream.truth)
    let land = layout.grids.indices.filter { !layout.grids[$0].isSea }
    var blocked: Set<Int> = []
    for _ in 0..<Self.clusters {
      let size = Self.sizes.lowerBound + Int(generator.integer(below: UInt64(Self.sizes.count)))
      guard let grids = Self.cluster(of: size, in: layout, land, blocked, &generator) else { continue }
      let weeks = SamplePeriod.recentWeeks + Int(generator.integer(below: 8))
      let ring = Set(grids.flatMap { layout.grids[$0].neighbours }).subtracting(grids)
      hotspots.append(
        Hotspot(
          grids: grids, affected: ring.sorted(), factor: 5.5 + generator.uniform(),
          from: period.monday(ofLast: weeks), to: period.last))
      // No other hot spot within three steps: what is affected belongs to one of them.
      var near = Set(grids)
      for _ in 0..<3 { near.formUnion(near.flatMap { layout.grids[$0].neighbours }) }
      blocked.formUnion(near)
    }
    outbreak = Self.outbreak(in: layout, land, period: period, &generator)
  }

  /// Grids that hang together as closely as such a number can: of some random clusters the one
  /// whose worst member has the largest part of its neighbours inside.
  private static func cluster(
    of size: Int, in layout: SampleGridLayout, _ land: [Int], _ blocked: Set<Int>,
    _ generator: inout ReplicateGenerator
  ) -> [Int]? {
    let free = land.filter { !blocked.contains($0) }
    guard !free.isEmpty else { return nil }
    var best: (grids: [Int], closeness: Double)?
    for _ in 0..<60 {
      let start = free[Int(generator.integer(below: UInt64(free.count)))]
      var grids = [start]
      while grids.count < size {
        let ring = Set(grids.flatMap { layout.grids[$0].neighbours }).subtracting(grids).sorted()
          .filter { !layout.grids[$0].isSea && !blocked.contains($0) }
        let next = ring.max { closeness(of: $0, to: grids, layout) < closeness(of: $1, to: grids, layout) }
        guard let next else { break }
        grids.append(next)
      }
      guard grids.count == size else { continue }
      let worst = grids.map { closeness(of: $0, to: grids, layout) }.min() ?? 0
      if worst > best?.closeness ?? -1 { best = (grids.sorted(), worst) }
    }
    return best?.grids
  }

  /// The part of a grid's neighbourhood, itself included, that lies in the cluster.
  private static func closeness(
    of grid: Int, to cluster: [Int], _ layout: SampleGridLayout
  ) -> Double {
    let around = layout.grids[grid].neighbours
    let inside = around.count { cluster.contains($0) }
    return Double(inside + 1) / Double(around.count + 1)
  }

  private static func outbreak(
    in layout: SampleGridLayout, _ land: [Int], period: SamplePeriod,
    _ generator: inout ReplicateGenerator
  ) -> Outbreak? {
    let towns = layout.area.towns.indices.filter { town in
      land.count { layout.grids[$0].town == town } >= 25
    }
    guard !towns.isEmpty else { return nil }
    let town = towns[Int(generator.integer(below: UInt64(towns.count)))]
    return Outbreak(
      town: town, grids: land.filter { layout.grids[$0].town == town }, factor: outbreakFactor,
      from: period.monday(ofLast: outbreakWeeks), to: period.last)
  }
}
