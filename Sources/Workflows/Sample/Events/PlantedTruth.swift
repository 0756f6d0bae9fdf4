import Analysis
import SimpleFeatures

/// What was put into the scenario for an analysis to find.
///
/// A hot spot is a core of grids, raised much, in a halo of their neighbours, raised less, as
/// real ones fade out. Gi* of a grid counts its neighbours in, so three sets are told apart: the
/// *core*, which an analysis must find; what is *affected*, the halo and every neighbour of it or
/// of the core, which may come out hot with good reason; all the rest, where a hot or cold grid
/// is a false discovery.
struct PlantedTruth: Sendable {
  struct Hotspot: Sendable {
    /// Indexes of grids, which hang together.
    var core: [Int]
    /// Neighbours (queen) of the core on land.
    var halo: [Int]
    /// The halo, and grids of land or sea that touch the core or the halo.
    var affected: [Int]
    var factor: Double
    var haloFactor: Double
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
  static let clusters = 4
  static let sizes = 4...6
  /// Cores lie inland: a grid with fewer neighbours on land has too little around it to show.
  static let fewestNeighbours = 5
  static let outbreakWeeks = 5
  static let outbreakFactor = 6.0

  /// Grids where one in ten of the usual events happens: what an index must place among the best.
  static let calmCount = 4
  static let calmFactor = 0.1
  /// Residents of grids where nothing happens: fewer than any index can rank, and a few more.
  static let tinyPopulations = [40, 120, 240]

  var hotspots: [Hotspot] = []
  var outbreak: Outbreak?
  var calm: [Int] = []
  /// As many as `tinyPopulations`, in that order.
  var tiny: [Int] = []

  init(_ layout: SampleGridLayout, period: SamplePeriod, seed: UInt64) {
    var generator = ReplicateGenerator(seed: seed, stream: SampleStream.truth)
    let land = layout.grids.indices.filter { !layout.grids[$0].isSea }
    let neighbours = layout.grids.map { grid in
      grid.neighbours.filter { !layout.grids[$0].isSea }
    }
    var blocked = Set(layout.grids.indices.filter { neighbours[$0].count < Self.fewestNeighbours })
    blocked.formUnion(layout.grids.indices.filter { layout.grids[$0].isSea })
    for _ in 0..<Self.clusters {
      let size = Self.sizes.lowerBound + Int(generator.integer(below: UInt64(Self.sizes.count)))
      guard let core = Self.core(of: size, in: neighbours, blocked, &generator) else { continue }
      let weeks = SamplePeriod.recentWeeks + Int(generator.integer(below: 8))
      let halo = Set(core.flatMap { neighbours[$0] }).subtracting(core)
      let touched = halo.union(core).flatMap { layout.grids[$0].neighbours }
      hotspots.append(
        Hotspot(
          core: core, halo: halo.sorted(),
          affected: halo.union(touched).subtracting(core).sorted(),
          factor: (65 + 10 * generator.uniform()).rounded() / 10, haloFactor: 4,
          from: period.monday(ofLast: weeks),
          to: period.last))
      // No other core within four steps: what is affected belongs to one hot spot.
      var near = Set(core)
      for _ in 0..<4 { near.formUnion(near.flatMap { neighbours[$0] }) }
      blocked.formUnion(near)
    }
    outbreak = Self.outbreak(in: layout, land, period: period, &generator)
    var others = ReplicateGenerator(seed: seed, stream: SampleStream.quiet)
    for number in 0..<Self.calmCount + Self.tinyPopulations.count {
      let free = neighbours.indices.filter { !blocked.contains($0) }
      guard !free.isEmpty else { break }
      let grid = free[Int(others.integer(below: UInt64(free.count)))]
      if number < Self.calmCount { calm.append(grid) } else { tiny.append(grid) }
      blocked.formUnion(neighbours[grid].flatMap { neighbours[$0] } + neighbours[grid] + [grid])
    }
  }

  /// Whether an event that was drawn for a grid happens there, or is drawn again.
  func keeps(_ grid: Int, _ generator: inout ReplicateGenerator) -> Bool {
    if tiny.contains(grid) { return false }
    return !calm.contains(grid) || generator.uniform() < Self.calmFactor
  }

  /// Grids that hang together closely: of some random clusters the one whose members have most
  /// neighbours inside.
  private static func core(
    of size: Int, in neighbours: [[Int]], _ blocked: Set<Int>,
    _ generator: inout ReplicateGenerator
  ) -> [Int]? {
    let free = neighbours.indices.filter { !blocked.contains($0) }
    guard !free.isEmpty else { return nil }
    var best: (grids: [Int], closeness: Double)?
    for _ in 0..<60 {
      var grids = [free[Int(generator.integer(below: UInt64(free.count)))]]
      func inside(_ grid: Int) -> Double {
        Double(neighbours[grid].count { grids.contains($0) })
      }
      while grids.count < size {
        let ring = Set(grids.flatMap { neighbours[$0] }).subtracting(grids).subtracting(blocked)
        let next = ring.sorted().max { one, other in
          inside(one) - 0.01 * Double(neighbours[one].count)
            < inside(other) - 0.01 * Double(neighbours[other].count)
        }
        guard let next else { break }
        grids.append(next)
      }
      guard grids.count == size else { continue }
      let all = grids.map(inside)
      let closeness = (all.min() ?? 0) + 0.1 * all.reduce(0, +) / Double(size)
      if closeness > best?.closeness ?? -1 { best = (grids.sorted(), closeness) }
    }
    return best?.grids
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
