public import SimpleFeatures

/// Who is whose neighbour where there is water: across a bay is not next door.
///
/// Only units of one medium are neighbours: land grids over land, sea cells through water. Units
/// that touch are neighbours where the parts of them that lie in their medium touch: two land grids
/// drawn to the middle of a bay are not. Units within a distance are neighbours if the straight
/// line between their positions crosses no more than a stated length of what is not their medium;
/// a way around is not looked for, so that the length also bounds how far a river may come between.
///
/// Where land outlines are given they decide: inside is land, outside is sea, whatever the units
/// cover. Without them land is what land units cover, sea is what sea units cover, and what no unit
/// covers is neither.
public struct WaterAwareNeighbours: Sendable, Equatable {
  public enum Medium: String, Sendable, CaseIterable {
    case land
    case sea
  }

  /// A grid, cell or village.
  public struct Unit: Sendable {
    public var geometry: Geometry
    public var medium: Medium
    /// Where lines to it end; `nil` for a position inside its part in the medium.
    public var position: Coordinate?

    public init(_ geometry: Geometry, _ medium: Medium, position: Coordinate? = nil) {
      self.geometry = geometry
      self.medium = medium
      self.position = position
    }
  }

  public enum Links: Sendable, Equatable {
    /// Units that touch.
    case contiguity(ContiguityGraph.Rule)
    /// Units whose positions lie within a distance.
    case within(metres: Double)
    /// Units that touch, or whose positions lie within a distance.
    case contiguityOrWithin(ContiguityGraph.Rule, metres: Double)
    /// The nearest units that can be reached, none beyond a distance; either's is both's.
    case nearest(Int, withinMetres: Double)
  }

  /// The neighbours of each unit, ascending. Symmetric; nobody is a neighbour of itself.
  public let neighbours: [[Int]]
  /// Pairs of one medium and within the distance that the other medium keeps apart, as `low < high`,
  /// ascending; of `nearest`, those that were tried.
  public let cutPairs: [Pair]

  public struct Pair: Sendable, Hashable, Comparable {
    public let low: Int
    public let high: Int

    public static func < (first: Pair, second: Pair) -> Bool {
      (first.low, first.high) < (second.low, second.high)
    }
  }

  /// - Parameters:
  ///   - units: in projected metres.
  ///   - land: outlines of all land near them, in the same metres; may be none.
  ///   - crossingMetres: how much of a line may lie outside its units' medium; not negative.
  ///   - toleranceMetres: how far apart two drawings of one border may lie; not negative.
  /// - Throws: as `PolygonIndex.init`; `geos` for outlines that GEOS cannot cut units with.
  /// - Complexity: near O(positions + pairs within the distance · borders their line crosses).
  public init(
    _ units: [Unit], land: [Geometry] = [], links: Links, crossingMetres: Double = 0,
    toleranceMetres: Double = 1
  ) throws(TopologyError) {
    precondition(crossingMetres >= 0, "a length is not negative")
    let parts = try Self.partsInMedium(units, land: land)
    var sets = [Set<Int>](repeating: [], count: units.count)
    if let rule = links.rule {
      for medium in Medium.allCases {
        let own = units.indices.map {
          units[$0].medium == medium ? parts[$0] : .multiPolygon([])
        }
        let graph = try ContiguityGraph(own, rule: rule, toleranceMetres: toleranceMetres)
        for unit in units.indices { sets[unit].formUnion(graph.neighbours[unit]) }
      }
    }
    var cut: Set<Pair> = []
    if let metres = links.metres {
      precondition(metres > 0 && metres < 1e100, "a distance is positive")
      let barrier = try Barrier(units, land: land, crossingMetres: crossingMetres)
      let reach = try Reach(units, parts, metres: metres)
      for unit in units.indices {
        var left = links.count ?? .max
        for other in reach.near(unit, isSorted: links.count != nil)
        where units[other].medium == units[unit].medium {
          if left == 0 { break }
          if links.count == nil && other < unit { continue }
          let pair = Pair(low: min(unit, other), high: max(unit, other))
          guard
            barrier.isOpen(
              from: reach.positions[unit], to: reach.positions[other], units[unit].medium)
          else {
            cut.insert(pair)
            continue
          }
          sets[unit].insert(other)
          sets[other].insert(unit)
          left -= 1
        }
      }
    }
    neighbours = sets.map { $0.sorted() }
    cutPairs = cut.filter { !sets[$0.low].contains($0.high) }.sorted()
  }

  /// Units without a neighbour, ascending.
  public var islands: [Int] { neighbours.indices.filter { neighbours[$0].isEmpty } }

  /// The part of each unit that lies in its medium, as far as outlines say.
  private static func partsInMedium(
    _ units: [Unit], land: [Geometry]
  ) throws(TopologyError) -> [Geometry] {
    guard !land.isEmpty else { return units.map(\.geometry) }
    let context = try TopologyContext()
    let all = try context.union(land)
    let outline = try PreparedGEOSGeometry(all, in: context)
    let ground = try GEOSGeometry(all, in: context)
    var parts: [Geometry] = []
    parts.reserveCapacity(units.count)
    for unit in units {
      let whole = try GEOSGeometry(unit.geometry, in: context)
      let touches = try outline.intersects(whole)
      let isDry = touches ? try outline.covers(whole) : false
      switch (unit.medium, touches, isDry) {
      case (.land, _, true), (.sea, false, _): parts.append(unit.geometry)
      case (.land, false, _), (.sea, _, true): parts.append(.multiPolygon([]))
      case (.land, true, false): parts.append(try whole.intersection(ground).value())
      case (.sea, true, false): parts.append(try whole.subtracting(ground).value())
      }
    }
    return parts
  }
}

extension WaterAwareNeighbours.Links {
  fileprivate var rule: ContiguityGraph.Rule? {
    switch self {
    case .contiguity(let rule), .contiguityOrWithin(let rule, _): rule
    case .within, .nearest: nil
    }
  }

  fileprivate var metres: Double? {
    switch self {
    case .contiguity: nil
    case .within(let metres), .contiguityOrWithin(_, let metres), .nearest(_, let metres): metres
    }
  }

  fileprivate var count: Int? {
    if case .nearest(let count, _) = self { max(0, count) } else { nil }
  }
}

/// What a line between two units may not cross for long.
private struct Barrier {
  private let land: PolygonIndex
  /// `nil` where all that is not land is sea.
  private let sea: PolygonIndex?
  private let crossingMetres: Double

  init(
    _ units: [WaterAwareNeighbours.Unit], land: [Geometry], crossingMetres: Double
  ) throws(TopologyError) {
    let isDrawn = !land.isEmpty
    self.land = try PolygonIndex(
      isDrawn ? land : units.filter { $0.medium == .land }.map(\.geometry))
    sea =
      isDrawn ? nil : try PolygonIndex(units.filter { $0.medium == .sea }.map(\.geometry))
    self.crossingMetres = crossingMetres
  }

  func isOpen(
    from start: Coordinate, to end: Coordinate, _ medium: WaterAwareNeighbours.Medium
  ) -> Bool {
    let length = Segment(start, end).length
    let beyond: Double =
      switch medium {
      case .land: length - land.coveredLength(from: start, to: end)
      case .sea:
        if let sea {
          length - sea.coveredLength(from: start, to: end)
        } else {
          land.coveredLength(from: start, to: end)
        }
      }
    // A millionth of the way is rounding.
    return beyond <= crossingMetres + length * 1e-6
  }
}

/// The units near a unit.
private struct Reach {
  let positions: [Coordinate]
  private let metres: Double
  private var cells: [SIMD2<Double>: [Int]] = [:]

  /// - Parameter parts: of the units, where those without a position get one.
  init(
    _ units: [WaterAwareNeighbours.Unit], _ parts: [Geometry], metres: Double
  ) throws(TopologyError) {
    let context = try TopologyContext()
    var positions: [Coordinate] = []
    for (unit, part) in zip(units, parts) {
      if let position = unit.position {
        positions.append(position)
      } else if case .point(let position) = unit.geometry {
        positions.append(position)
      } else {
        let shape = part.boundingBox == nil ? unit.geometry : part
        let inside = try GEOSGeometry(shape, in: context).pointOnSurface().value()
        positions.append(
          inside.boundingBox?.centre ?? Coordinate(x: .nan, y: .nan))
      }
    }
    self.positions = positions
    self.metres = metres
    for (unit, position) in positions.enumerated() where position.isFinite {
      cells[cell(of: position), default: []].append(unit)
    }
  }

  private func cell(of position: Coordinate) -> SIMD2<Double> {
    SIMD2(position.x / metres, position.y / metres).rounded(.down)
  }

  /// The other units within the distance, ascending, or the nearest first.
  func near(_ unit: Int, isSorted: Bool) -> [Int] {
    let own = positions[unit]
    guard own.isFinite else { return [] }
    func square(_ other: Int) -> Double {
      let (dx, dy) = (positions[other].x - own.x, positions[other].y - own.y)
      return dx * dx + dy * dy
    }
    var found: [Int] = []
    let middle = cell(of: own)
    for dy in -1...1 {
      for dx in -1...1 {
        for other in cells[middle + SIMD2(Double(dx), Double(dy))] ?? []
        where other != unit && square(other) <= metres * metres {
          found.append(other)
        }
      }
    }
    return isSorted
      ? found.sorted { (square($0), $0) < (square($1), $1) } : found.sorted()
  }
}
