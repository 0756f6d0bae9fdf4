/// The points of all indicators by every scale, with and without smoothing, as they are added and as
/// they are multiplied: computed once, so that a draw only weighs them.
///
/// Columns lie in blocks of units, one indicator after the other in a block: a block of 120 columns
/// stays in a core's cache while draw after draw reads it.
struct AlternativeColumns: Sendable {
  static let block = 256

  let units: Int
  let indicators: Int
  let blocks: Int
  /// By smoothing, scale and aggregation; 0 where unknown. Empty where no draw asks for it.
  private let points: [[Float]]
  /// Laid out as the points: 1 where known. Empty where all are.
  private let known: [Float]
  /// Of each indicator: whether some unit's is unknown.
  let isHoled: [Bool]

  /// - Complexity: O(units · indicators) time and memory, 64 bytes each; 96 where a node is harmonic.
  init(_ index: SafetyIndex, _ indicators: [Indicator]) throws(AnalysisError) {
    let rates = try index.rates(indicators)
    let units = rates.first?.raw.count ?? 0
    let blocks = (units + Self.block - 1) / Self.block
    self.units = units
    self.indicators = indicators.count
    self.blocks = blocks
    isHoled = rates.map { rate in rate.raw.contains { $0.isNaN } }
    let isWanted = Aggregation.allCases.map { aggregation in
      aggregation != .harmonic || index.tree.nodes.contains { $0.aggregation == .harmonic }
    }
    let size = blocks * Self.block * indicators.count
    var all: [[Float]] = []
    for isSmoothed in [true, false] {
      for scale in 0..<Alternative.scales {
        var columns = isWanted.map { [Float](repeating: 0, count: $0 ? size : 0) }
        for (number, (indicator, rate)) in zip(indicators, rates).enumerated() {
          let points = Self.scale(scale, of: indicator)
            .points(isSmoothed ? rate.rates : rate.raw, floor: 0)
          for (place, aggregation) in Aggregation.allCases.enumerated() where isWanted[place] {
            for unit in 0..<units where !points[unit].isNaN {
              columns[place][Self.place(number, of: indicators.count, unit)] = Float(
                aggregation.lifted(points[unit]))
            }
          }
        }
        all += columns
      }
    }
    points = all
    var known: [Float] = []
    if isHoled.contains(true) {
      known = [Float](repeating: 0, count: size)
      for (number, rate) in rates.enumerated() {
        for unit in 0..<units where !rate.raw[unit].isNaN {
          known[Self.place(number, of: indicators.count, unit)] = 1
        }
      }
    }
    self.known = known
  }

  private static func scale(_ scale: Int, of indicator: Indicator) -> IndicatorScale {
    let isHigherBetter = indicator.scale.isHigherBetter
    return switch scale {
    case 1: .minMax(higherIsBetter: isHigherBetter)
    case 2: .zScore(higherIsBetter: isHigherBetter)
    case 3: .rank(higherIsBetter: isHigherBetter)
    default: indicator.scale
    }
  }

  private static func place(_ indicator: Int, of indicators: Int, _ unit: Int) -> Int {
    ((unit / block) * indicators + indicator) * block + unit % block
  }

  /// The columns of a block, one after the other, for each aggregation; and what is known of them.
  func withBlock<T>(
    _ block: Int, isSmoothed: Bool, scale: Int,
    _ body: ([UnsafePointer<Float>?], _ known: UnsafePointer<Float>?) -> T
  ) -> T {
    let first = ((isSmoothed ? 0 : Alternative.scales) + scale) * Aggregation.allCases.count
    let offset = block * indicators * Self.block
    func pointer(_ column: UnsafeBufferPointer<Float>) -> UnsafePointer<Float>? {
      column.isEmpty ? nil : column.baseAddress.map { $0 + offset }
    }
    return points[first].withUnsafeBufferPointer { added in
      points[first + 1].withUnsafeBufferPointer { multiplied in
        points[first + 2].withUnsafeBufferPointer { turned in
          known.withUnsafeBufferPointer { known in
            body([pointer(added), pointer(multiplied), pointer(turned)], pointer(known))
          }
        }
      }
    }
  }
}
