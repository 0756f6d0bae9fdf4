import SimpleFeatures

/// The polygons that a heap of rings makes, as a shapefile has them: outer rings with the clock,
/// holes against it, in any order.
///
/// Which ring is a hole follows from how they lie in each other: within none it is outer, within
/// one a hole, within two an island in the hole. The direction, which many programs get wrong, is
/// only compared. A hole belongs to the smallest outer ring that holds it.
struct RingNesting {
  /// In the order of their outer rings; the rings keep the direction they had.
  private(set) var polygons: [Polygon] = []
  /// Rings whose direction said otherwise.
  private(set) var turned = 0
  /// Rings that did not end where they began, and were closed.
  private(set) var closed = 0
  /// Rings without area, and left out.
  private(set) var dropped = 0

  /// - Complexity: O(rings · log rings + positions), and for each pair of rings whose boxes lie in
  ///   each other a question of `RingIndex`.
  init(_ rings: [[Coordinate]]) {
    var indexes: [RingIndex] = []
    var signs: [Int] = []
    for ring in rings {
      var ring = ring
      if let first = ring.first, ring.count > 2, ring.last != first {
        ring.append(first)
        closed += 1
      }
      let sign = Orientation.sign(ofRing: ring)
      guard ring.count >= 4, sign != 0, let index = RingIndex(ring) else {
        dropped += 1
        continue
      }
      indexes.append(index)
      signs.append(sign)
    }
    if indexes.count == 1 {
      polygons = [Polygon(exterior: indexes[0].ring)]
      if signs[0] > 0 { turned += 1 }
      return
    }
    let holders = Self.holders(indexes)
    var numbers: [Int: Int] = [:]
    for (index, held) in holders.enumerated() where held.count.isMultiple(of: 2) {
      numbers[index] = polygons.count
      polygons.append(Polygon(exterior: indexes[index].ring))
      if signs[index] > 0 { turned += 1 }
    }
    for (index, held) in holders.enumerated() where !held.count.isMultiple(of: 2) {
      let outer = held.filter { numbers[$0] != nil }
        .min { Self.size(indexes[$0]) < Self.size(indexes[$1]) }
      // Rings that cross can leave a ring that none but holes hold.
      guard let outer, let number = numbers[outer] else {
        polygons.append(Polygon(exterior: indexes[index].ring))
        continue
      }
      polygons[number].holes.append(indexes[index].ring)
      if signs[index] < 0 { turned += 1 }
    }
  }

  /// The rings that hold each ring.
  private static func holders(_ rings: [RingIndex]) -> [[Int]] {
    var holders = [[Int]](repeating: [], count: rings.count)
    let order = rings.indices.sorted {
      (rings[$0].box.minX, -rings[$0].box.maxX) < (rings[$1].box.minX, -rings[$1].box.maxX)
    }
    // The rings that the sweep from west to east is over.
    var open: [Int] = []
    for (rank, index) in order.enumerated() {
      let west = rings[index].box.minX
      open.removeAll { rings[$0].box.maxX < west }
      for other in open where rings[other].holds(rings[index]) { holders[index].append(other) }
      // Boxes may begin and end alike, and either ring hold the other.
      for later in order[(rank + 1)...] {
        guard rings[later].box.minX == west, rings[later].box.maxX == rings[index].box.maxX else {
          break
        }
        if rings[later].holds(rings[index]) { holders[index].append(later) }
      }
      open.append(index)
    }
    return holders
  }

  /// Twice the area: of rings that hold one ring, the inner one is the smaller.
  private static func size(_ index: RingIndex) -> Double {
    let origin = index.ring[0]
    var sum = 0.0
    for (from, to) in zip(index.ring, index.ring.dropFirst()) {
      sum += (from.x - origin.x) * (to.y - origin.y) - (to.x - origin.x) * (from.y - origin.y)
    }
    return abs(sum)
  }
}
