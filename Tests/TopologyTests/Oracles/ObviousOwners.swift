import SimpleFeatures

/// The rule of `PolygonIndex` in whole numbers, without an index: a ray to the east, half-open
/// pieces, each surface of a geometry by itself.
struct ObviousOwners {
  let geometries: [Geometry]

  /// Every geometry that holds the position moved a step east and a much smaller one north.
  func holders(_ x: Int, _ y: Int) -> [Int] {
    geometries.indices.filter { index in
      geometries[index].polygons.contains { polygon in
        var isInside = false
        for ring in polygon.rings {
          for (a, b) in zip(ring, ring.dropFirst()) {
            let (ax, ay, bx, by) = (Int(a.x), Int(a.y), Int(b.x), Int(b.y))
            guard (ay <= y) != (by <= y) else { continue }
            let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if by > ay ? turn > 0 : turn < 0 { isInside.toggle() }
          }
        }
        return isInside
      }
    }
  }

  func bordering(_ x: Int, _ y: Int) -> [Int] {
    geometries.indices.filter { index in
      geometries[index].polygons.contains { polygon in
        polygon.rings.contains { ring in
          zip(ring, ring.dropFirst()).contains { a, b in
            let (ax, ay, bx, by) = (Int(a.x), Int(a.y), Int(b.x), Int(b.y))
            return (bx - ax) * (y - ay) == (by - ay) * (x - ax)
              && min(ax, bx) <= x && x <= max(ax, bx) && min(ay, by) <= y && y <= max(ay, by)
          }
        }
      }
    }
  }

  func all(_ x: Int, _ y: Int) -> [Int] {
    let inside = holders(x, y)
    return inside.isEmpty ? Array(bordering(x, y).prefix(1)) : inside
  }
}

/// Rectangles cut from one, each cut in two again: borders meet in T-junctions.
func cutRectangles(
  side: Int, cuts: Int, using random: inout SeededGenerator
) -> [(x: ClosedRange<Int>, y: ClosedRange<Int>)] {
  var rectangles = [(x: 0...side, y: 0...side)]
  for _ in 0..<cuts {
    let index = Int.random(in: rectangles.indices, using: &random)
    let (x, y) = rectangles[index]
    if Bool.random(using: &random) {
      guard x.count > 2 else { continue }
      let cut = Int.random(in: x.lowerBound + 1..<x.upperBound, using: &random)
      rectangles[index] = (x.lowerBound...cut, y)
      rectangles.append((cut...x.upperBound, y))
    } else {
      guard y.count > 2 else { continue }
      let cut = Int.random(in: y.lowerBound + 1..<y.upperBound, using: &random)
      rectangles[index] = (x, y.lowerBound...cut)
      rectangles.append((x, cut...y.upperBound))
    }
  }
  return rectangles
}

/// The distance to a border or 0 inside, piece by piece.
func obviousDistance(_ geometry: Geometry, _ position: Coordinate, xScale: Double) -> Double {
  var best = Double.infinity
  for polygon in geometry.polygons {
    for ring in polygon.rings {
      for (a, b) in zip(ring, ring.dropFirst()) {
        let (dx, dy) = ((b.x - a.x) * xScale, b.y - a.y)
        let (px, py) = ((position.x - a.x) * xScale, position.y - a.y)
        let share = max(0, min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
        let (ex, ey) = (px - share * dx, py - share * dy)
        best = min(best, (ex * ex + ey * ey).squareRoot())
      }
    }
  }
  return best
}
