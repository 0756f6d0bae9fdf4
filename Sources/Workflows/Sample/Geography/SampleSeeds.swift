import Analysis
import Foundation
import SimpleFeatures

/// The middle of a grid to be: what lies nearest to it, within its town or within the sea, is the
/// grid.
struct SampleSeed: Sendable {
  var position: Coordinate
  /// `nil` on water that is not the county's.
  var town: Int?
  /// `nil` at sea.
  var village: Int?
}

extension SampleSeed {
  /// Grids of the land, for about a thousand people each: one to four in a village.
  static func onLand(
    _ villages: [SampleVillage], in area: SampleStudyArea, count: Int,
    generator: inout ReplicateGenerator
  ) -> [SampleSeed] {
    let weights = villages.map { village in
      let base = village.urbanRural.hasPrefix("1") ? 1.7 : 1.0
      return base * (1 + 0.5 * generator.uniform())
    }
    let shares = apportioned(count, by: weights, atLeast: 1, atMost: 4)
    var seeds: [SampleSeed] = []
    for (index, village) in villages.enumerated() {
      let others = villages.filter { $0.town == village.town && $0.code != village.code }
      let near = SamplePositions(others.map(\.position)).nearest(to: village.position)
      let room = min(near?.metres ?? 2000, 3000)
      let ring = around(
        village.position, count: shares[index], radius: 0.36 * room, area: area,
        town: village.town, generator: &generator)
      seeds += ring.map { SampleSeed(position: $0, town: village.town, village: index) }
    }
    return seeds
  }

  /// One in the middle, or a regular ring, turned until it lies on the town's land.
  private static func around(
    _ middle: Coordinate, count: Int, radius: Double, area: SampleStudyArea, town: Int,
    generator: inout ReplicateGenerator
  ) -> [Coordinate] {
    guard count > 1 else { return [middle] }
    var best: (ring: [Coordinate], onLand: Int) = ([], -1)
    for attempt in 0..<24 where best.onLand < count {
      let radius = radius * (attempt < 12 ? 1 : 0.6)
      let turn = 2 * Double.pi * generator.uniform()
      let ring = (0..<count).map { step in
        let angle = turn + 2 * Double.pi * Double(step) / Double(count)
        return middle.moved(east: radius * cos(angle), north: radius * sin(angle))
      }
      let onLand = ring.count { area.town(at: $0) == town }
      if onLand > best.onLand { best = (ring, onLand) }
    }
    return best.ring.filter { best.onLand == 0 || area.town(at: $0) == town }
  }

  /// A hexagonal lattice over the water of the window; those within `reach` of the county's shore,
  /// and nearer to it than to another's, are the county's.
  static func atSea(
    in area: SampleStudyArea, spacing: Double, reach: Double
  ) -> [SampleSeed] {
    let vertices = area.pieces.flatMap(\.polygon.exterior)
    let shore = SamplePositions(vertices)
    let foreignShore = SamplePositions(area.foreignShore)
    let townOfPiece = area.pieces.flatMap { piece in
      piece.polygon.exterior.map { _ in piece.town }
    }
    var seeds: [SampleSeed] = []
    var row = 0
    var y = area.window.maxY - spacing / 2
    while y > area.window.minY {
      var x = area.window.minX + (row.isMultiple(of: 2) ? 0 : spacing / 2)
      while x < area.window.maxX {
        let place = Coordinate(x: x, y: y)
        x += spacing
        guard !area.landRegion.contains(place), let own = shore.nearest(to: place) else { continue }
        let foreign = foreignShore.nearest(to: place)?.metres ?? .infinity
        let isOwn = own.metres < reach && own.metres < foreign
        let town = townOfPiece[own.index] ?? area.nearestTown(to: vertices[own.index])
        seeds.append(SampleSeed(position: place, town: isOwn ? town : nil, village: nil))
      }
      row += 1
      y -= spacing * 3.0.squareRoot() / 2
    }
    return seeds
  }

  /// Whole shares of a total by weight: the largest remainders are rounded up.
  static func apportioned(
    _ total: Int, by weights: [Double], atLeast low: Int = 0, atMost high: Int = .max
  ) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return weights.map { _ in low } }
    let quotas = weights.map { Double(total) * $0 / sum }
    var shares = quotas.map { min(max(Int($0), low), high) }
    while true {
      let missing = total - shares.reduce(0, +)
      guard missing != 0 else { return shares }
      let step = missing > 0 ? 1 : -1
      let open = shares.indices.filter { step > 0 ? shares[$0] < high : shares[$0] > low }
      guard
        let best = open.max(by: {
          (quotas[$0] - Double(shares[$0])) * Double(step)
            < (quotas[$1] - Double(shares[$1])) * Double(step)
        })
      else { return shares }
      shares[best] += step
    }
  }
}
