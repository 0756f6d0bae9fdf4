import SimpleFeatures

/// A sum of doubles without rounding, for the sign of a determinant: partial sums that do not
/// overlap.
///
/// > J.R. Shewchuk. "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
/// > Predicates." *Discrete & Computational Geometry*, vol. 18, 1997. doi:10.1007/PL00009321
struct ExactSum {
  /// From the smallest to the largest; the last has the sign of the sum.
  private var partials: [Double] = []

  /// - Complexity: O(partials), of which there are a few for coordinates of like size.
  mutating func add(_ value: Double) {
    var value = value
    var kept = 0
    for index in partials.indices {
      var other = partials[index]
      if abs(value) < abs(other) { swap(&value, &other) }
      let sum = value + other
      let rest = other - (sum - value)
      if rest != 0 {
        partials[kept] = rest
        kept += 1
      }
      value = sum
    }
    partials.removeLast(partials.count - kept)
    if value != 0 { partials.append(value) }
  }

  /// Exact as long as the product neither overflows nor underflows.
  mutating func add(_ left: Double, times right: Double) {
    let product = left * right
    add(product)
    add((-product).addingProduct(left, right))
  }

  /// -1, 0 or 1.
  var sign: Int {
    guard let last = partials.last else { return 0 }
    return last > 0 ? 1 : -1
  }
}

/// Signs of determinants, exact.
enum Orientation {
  /// 1 where a, b, c turn against the clock, -1 with it, 0 where they lie in line.
  static func sign(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
    let left = (a.x - c.x) * (b.y - c.y)
    let right = (a.y - c.y) * (b.x - c.x)
    let determinant = left - right
    // Shewchuk's bound of the first stage: (3 + 16ε)ε.
    let bound = 3.330_669_073_875_472e-16 * (abs(left) + abs(right))
    if determinant > bound { return 1 }
    if determinant < -bound { return -1 }
    var sum = ExactSum()
    sum.add(a.x, times: b.y)
    sum.add(-a.x, times: c.y)
    sum.add(-a.y, times: b.x)
    sum.add(a.y, times: c.x)
    sum.add(b.x, times: c.y)
    sum.add(-b.y, times: c.x)
    return sum.sign
  }

  /// The sign of a closed ring's area: 1 against the clock, -1 with it, 0 without area.
  ///
  /// - Complexity: O(positions).
  static func sign(ofRing ring: [Coordinate]) -> Int {
    guard let origin = ring.first else { return 0 }
    var area = 0.0
    var size = 0.0
    for index in 1..<max(ring.count, 1) {
      let (from, to) = (ring[index - 1], ring[index])
      let left = (from.x - origin.x) * (to.y - origin.y)
      let right = (to.x - origin.x) * (from.y - origin.y)
      area += left - right
      size += abs(left) + abs(right)
    }
    // Each of the differences, products and sums rounds by half a unit at most.
    let bound = size * Double(ring.count + 4) * 2.3e-16
    if area > bound { return 1 }
    if area < -bound { return -1 }
    var sum = ExactSum()
    for index in 1..<max(ring.count, 1) {
      sum.add(ring[index - 1].x, times: ring[index].y)
      sum.add(-ring[index].x, times: ring[index - 1].y)
    }
    return sum.sign
  }
}
