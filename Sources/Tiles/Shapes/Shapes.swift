import SimpleFeatures

/// The lines and surfaces of a layer, in columns.
struct Shapes: Sendable {
  enum Role: UInt8, Sendable {
    case exterior, hole, line
  }

  /// A ring, whose last position is not the first again, or a line.
  struct Ring: Sendable {
    var range: Range<Int>
    var role: Role
  }

  struct Shape: Sendable {
    var rings: Range<Int>
    var isSurface: Bool
    /// Of the feature in the store; `nil` where it is no whole number from 0 on.
    var id: UInt64?
    var low: WorldPosition
    var high: WorldPosition
    /// In square steps of the world.
    var area: Double
    /// Inside the surface, or on the line.
    var label: WorldPosition
  }

  private(set) var positions: [WorldPosition] = []
  /// Twice the area that a position's triangle has; infinite for those that always stay.
  var weights: [Float] = []
  private(set) var rings: [Ring] = []
  private(set) var shapes: [Shape] = []

  /// - Returns: `false` where the geometry has no line and no surface.
  mutating func append(_ geometry: Geometry, id: UInt64?) -> Bool {
    let firstRing = rings.count
    let polygons = geometry.polygons
    for polygon in polygons {
      guard append(polygon.exterior, as: .exterior) else { continue }
      for hole in polygon.holes { _ = append(hole, as: .hole) }
    }
    let isSurface = rings.count > firstRing
    if !isSurface { for line in geometry.lines { _ = append(line, as: .line) } }
    // A surface without area or a line without length is shown where it is.
    if rings.count == firstRing {
      var place: WorldPosition?
      geometry.forEachCoordinate { position in
        if place == nil { place = WorldPosition(position) }
      }
      guard let place, geometry.kind != .point, geometry.kind != .multiPoint else { return false }
      add([place], as: polygons.isEmpty ? .line : .exterior)
    }
    let range = firstRing..<rings.count
    let all = positions[rings[firstRing].range.lowerBound...]
    var low = all[all.startIndex]
    var high = low
    for position in all {
      low = WorldPosition(x: min(low.x, position.x), y: min(low.y, position.y))
      high = WorldPosition(x: max(high.x, position.x), y: max(high.y, position.y))
    }
    var area = 0.0
    for ring in rings[range] {
      let size = Double(Self.doubleArea(positions[ring.range]).magnitude) / 2
      switch ring.role {
      case .exterior: area += size
      case .hole: area -= size
      case .line: break
      }
    }
    let isArea = rings[firstRing].role == .exterior
    shapes.append(
      Shape(
        rings: range, isSurface: isArea, id: id, low: low, high: high, area: area,
        label: isArea
          ? SurfaceLabel.place(in: rings[range], of: positions)
          : all[all.startIndex + all.count / 2]))
    return true
  }

  private mutating func append(_ line: [Coordinate], as role: Role) -> Bool {
    var placed: [WorldPosition] = []
    placed.reserveCapacity(line.count)
    for coordinate in line {
      guard let position = WorldPosition(coordinate), position != placed.last else { continue }
      placed.append(position)
    }
    if role != .line { while placed.count > 1, placed.first == placed.last { placed.removeLast() } }
    guard placed.count >= (role == .line ? 2 : 3) else { return false }
    add(placed, as: role)
    return true
  }

  private mutating func add(_ placed: [WorldPosition], as role: Role) {
    rings.append(Ring(range: positions.count..<(positions.count + placed.count), role: role))
    positions.append(contentsOf: placed)
    weights.append(contentsOf: repeatElement(.infinity, count: placed.count))
  }

  /// Twice the signed area; positive where the ring turns as a tile's outer rings must.
  static func doubleArea(_ ring: ArraySlice<WorldPosition>) -> Int64 {
    guard let first = ring.first, var last = ring.last else { return 0 }
    var sum: Int64 = 0
    for position in ring {
      let (ax, ay) = (Int64(last.x) - Int64(first.x), Int64(last.y) - Int64(first.y))
      let (bx, by) = (Int64(position.x) - Int64(first.x), Int64(position.y) - Int64(first.y))
      sum &+= ax &* by &- bx &* ay
      last = position
    }
    return sum
  }
}

/// Where a surface is named.
enum SurfaceLabel {
  /// The middle of the longest stretch inside the surface along nine parallels.
  ///
  /// - Complexity: O(positions).
  static func place(
    in rings: ArraySlice<Shapes.Ring>, of positions: [WorldPosition]
  ) -> WorldPosition {
    // The largest part is the one that is named.
    var best = rings.startIndex
    var bestArea: UInt64 = 0
    for index in rings.indices where rings[index].role == .exterior {
      let area = Shapes.doubleArea(positions[rings[index].range]).magnitude
      if area > bestArea { (best, bestArea) = (index, area) }
    }
    let holes = rings[(best + 1)...].prefix { $0.role == .hole }
    let border = positions[rings[best].range]
    guard let first = border.first, let low = border.map(\.y).min(),
      let high = border.map(\.y).max(), bestArea > 0
    else { return border.first ?? WorldPosition(x: 0, y: 0) }
    var place = first
    var longest = 0.0
    for parallel in 1...9 {
      // Between two steps, so that no corner lies on it.
      let y = Double(low) + (Double(high) - Double(low)) * Double(parallel) / 10 + 0.25
      var crossings: [Double] = []
      for ring in [rings[best]] + holes {
        guard var last = positions[ring.range].last else { continue }
        for position in positions[ring.range] {
          if (Double(last.y) < y) != (Double(position.y) < y) {
            let share = (y - Double(last.y)) / (Double(position.y) - Double(last.y))
            crossings.append(Double(last.x) + share * (Double(position.x) - Double(last.x)))
          }
          last = position
        }
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let length = crossings[pair + 1] - crossings[pair]
        // The middle parallel is the better one of two alike.
        let worth = length * (1 - 0.02 * Double(abs(parallel - 5)))
        guard worth > longest else { continue }
        longest = worth
        place = WorldPosition(x: Int32(crossings[pair] + length / 2), y: Int32(y))
      }
    }
    return place
  }
}
