import SimpleFeatures

/// On which side of a directed line a position lies, decided exactly.
///
/// The quick answer stands when it is larger than its rounding could be; otherwise the determinant
/// is summed without rounding.
///
/// > J.R. Shewchuk. "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
/// > Predicates." *Discrete & Computational Geometry*, vol. 18, 1997. doi:10.1007/PL00009321
enum Orientation {
  /// (3 + 16ε)ε with ε = 2⁻⁵³: the bound "A" of Shewchuk's `orient2d`.
  private static let roundingBound = (3 + 16 * 0x1p-53) * 0x1p-53

  /// Positive to the left of the line from `a` to `b`, negative to the right, 0 on it.
  @inline(__always)
  static func sign(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, _ px: Double, _ py: Double
  ) -> Double {
    let left = (ax - px) * (by - py)
    let right = (ay - py) * (bx - px)
    let determinant = left - right
    let bound = roundingBound * (left.magnitude + right.magnitude)
    if determinant > bound || -determinant > bound { return determinant }
    return exactSign(ax, ay, bx, by, px, py)
  }

  @inline(never)
  static func exactSign(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, _ px: Double, _ py: Double
  ) -> Double {
    // ax·by − ax·py − px·by − ay·bx + ay·px + py·bx; each product is two numbers without rounding.
    var sum = ExactSum()
    sum.add(product: ax, by)
    sum.add(product: -ax, py)
    sum.add(product: -px, by)
    sum.add(product: -ay, bx)
    sum.add(product: ay, px)
    sum.add(product: py, bx)
    return sum.sign
  }
}

/// A sum of up to six products, kept as an expansion whose parts do not overlap, smallest first.
private struct ExactSum {
  private var parts = InlineArray<12, Double>(repeating: 0)
  private var count = 0

  mutating func add(product a: Double, _ b: Double) {
    let high = a * b
    // The fused operation rounds once, so what is left of the product is exact.
    add((-high).addingProduct(a, b))
    add(high)
  }

  /// Shewchuk's `GROW-EXPANSION`.
  private mutating func add(_ value: Double) {
    var carry = value
    for index in 0..<count {
      let sum = carry + parts[index]
      let virtual = sum - carry
      parts[index] = (carry - (sum - virtual)) + (parts[index] - virtual)
      carry = sum
    }
    parts[count] = carry
    count += 1
  }

  /// The largest part that is not zero has the sign of the sum.
  var sign: Double {
    for index in stride(from: count - 1, through: 0, by: -1) where parts[index] != 0 {
      return parts[index]
    }
    return 0
  }
}
