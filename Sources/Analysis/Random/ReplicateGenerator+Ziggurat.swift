#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// 256 layers of equal area under the normal curve, from the widest up.
private struct ZigguratLayers: Sendable {
  /// Where the tail begins, and the area of a layer.
  ///
  /// > J.A. Doornik. "An Improved Ziggurat Method to Generate Normal Random Samples." University of
  /// > Oxford, 2005.
  static let tail = 3.654_152_885_361_008_8
  static let area = 0.004_928_673_233_99
  static let count = 256

  /// The half width of each layer and of the one above it, and the curve at both.
  let layers: [SIMD4<Double>]

  static let normal = ZigguratLayers()

  private init() {
    func curve(_ x: Double) -> Double { exp(-0.5 * x * x) }
    var widths = [Self.area / curve(Self.tail), Self.tail]
    for _ in 2..<Self.count {
      let x = widths[widths.count - 1]
      widths.append((-2 * log(Self.area / x + curve(x))).squareRoot())
    }
    widths.append(0)
    layers = (0..<Self.count).map { layer in
      SIMD4(
        widths[layer], widths[layer + 1], curve(widths[layer]), curve(widths[layer + 1]))
    }
  }
}

extension ReplicateGenerator {
  /// A normal number of mean 0 and standard deviation 1, for kernels that draw millions: mostly one
  /// word of the generator, a product and a comparison.
  ///
  /// It is not the number that `normal` gives for the same state; what was kept with a seed keeps
  /// its own.
  ///
  /// > G. Marsaglia, W.W. Tsang. "The Ziggurat Method for Generating Random Variables." *J. Stat.
  /// > Softw.*, vol. 5, no. 8, 2000. doi:10.18637/jss.v005.i08
  @inline(__always)
  mutating func zigguratNormal() -> Double {
    while true {
      let word = next()
      let number = Int(truncatingIfNeeded: word & 255)
      let layer = ZigguratLayers.normal.layers[number]
      // The layer is told by the lowest bits, the place in it by the highest 53.
      let u = Double(Int64(bitPattern: word) >> 11) * 0x1p-52
      let x = u * layer.x
      if abs(x) < layer.y { return x }
      if let far = beyond(x, number, layer) { return far }
    }
  }

  /// A number of the tail or of a layer's edge, or none.
  @inline(never)
  private mutating func beyond(_ x: Double, _ number: Int, _ layer: SIMD4<Double>) -> Double? {
    guard number == 0 else {
      let height = layer.z + (layer.w - layer.z) * uniform()
      return height < exp(-0.5 * x * x) ? x : nil
    }
    while true {
      // 1 less a number of [0, 1) is never 0.
      let far = -log(1 - uniform()) / ZigguratLayers.tail
      if -2 * log(1 - uniform()) >= far * far {
        let place = ZigguratLayers.tail + far
        return x < 0 ? -place : place
      }
    }
  }
}

/// A gamma law of rate 1 whose constants are worked out once for many draws.
///
/// > G. Marsaglia, W.W. Tsang. "A Simple Method for Generating Gamma Variables." *ACM Trans.
/// > Math. Softw.*, vol. 26, no. 3, 2000. doi:10.1145/358407.358414
struct GammaLaw {
  private let d: Double
  private let c: Double
  /// Of a shape below 1 its reciprocal; else 0.
  private let power: Double

  /// - Parameter shape: above 0.
  @inline(__always)
  init(shape: Double) {
    power = shape < 1 ? 1 / shape : 0
    d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    c = 1 / (9 * d).squareRoot()
  }

  @inline(__always)
  func draw(_ generator: inout ReplicateGenerator) -> Double {
    while true {
      let x = generator.zigguratNormal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = generator.uniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square || log(u) < 0.5 * square + d * (1 - v + log(v)) {
        // The power of a uniform number, which may be 0: then so is the result.
        return power == 0 ? d * v : d * v * pow(generator.uniform(), power)
      }
    }
  }
}
