/// The smallest convex polygon around points: its corners counter-clockwise, none repeated.
///
/// > A.M. Andrew. "Another Efficient Algorithm for Convex Hulls in Two Dimensions." *Information
/// > Processing Letters*, vol. 9, no. 5, 1979. doi:10.1016/0020-0190(79)90072-3
struct ConvexHull: Sendable, Equatable {
  let corners: [SIMD2<Double>]

  init(_ points: [SIMD2<Double>]) {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    func half(_ points: some Sequence<SIMD2<Double>>) -> [SIMD2<Double>] {
      var chain: [SIMD2<Double>] = []
      for point in points {
        while chain.count >= 2,
          Self.turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0
        {
          chain.removeLast()
        }
        if chain.last != point { chain.append(point) }
      }
      return chain
    }
    let lower = half(sorted)
    let upper = half(sorted.reversed())
    corners = lower.count < 2 ? lower : Array(lower.dropLast() + upper.dropLast())
  }

  private init(corners: [SIMD2<Double>]) { self.corners = corners }

  private static func turn(
    _ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>
  ) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  /// In square metres; 0 for points on one line.
  var area: Double {
    guard corners.count >= 3 else { return 0 }
    var twice = 0.0
    for index in 1..<corners.count - 1 {
      twice += Self.turn(corners[0], corners[index], corners[index + 1])
    }
    return max(0, twice / 2)
  }

  /// The area that two hulls share.
  ///
  /// > I.E. Sutherland, G.W. Hodgman. "Reentrant Polygon Clipping." *Comm. ACM*, vol. 17, no. 1,
  /// > 1974. doi:10.1145/360767.360802
  func overlap(_ other: ConvexHull) -> Double {
    guard corners.count >= 3, other.corners.count >= 3 else { return 0 }
    var clipped = corners
    for index in other.corners.indices {
      let from = other.corners[index]
      let to = other.corners[(index + 1) % other.corners.count]
      var kept: [SIMD2<Double>] = []
      for (position, corner) in clipped.enumerated() {
        let before = clipped[(position + clipped.count - 1) % clipped.count]
        let (own, last) = (Self.turn(from, to, corner), Self.turn(from, to, before))
        if (own >= 0) != (last >= 0) {
          kept.append(before + (corner - before) * (last / (last - own)))
        }
        if own >= 0 { kept.append(corner) }
      }
      clipped = kept
      if clipped.isEmpty { return 0 }
    }
    return ConvexHull(corners: clipped).area
  }

  func contains(_ point: SIMD2<Double>) -> Bool {
    if corners.count < 3 { return corners.contains(point) }
    return corners.indices.allSatisfy {
      Self.turn(corners[$0], corners[($0 + 1) % corners.count], point) >= 0
    }
  }
}
