/// The mean and variance of a column, of values brought below 2 in size first, so that squares
/// neither overflow nor vanish; scores do not depend on the scale.
struct ValueMoments {
  /// A power of two: dividing by it is exact.
  let scale: Double
  let mean: Double
  /// Of the centred values, the sum of squares.
  let squares: Double
  let variance: Double
  let isConstant: Bool

  init(_ values: Span<Double>) {
    var low = Double.infinity
    var high = -Double.infinity
    for place in values.indices {
      low = min(low, values[place])
      high = max(high, values[place])
    }
    scale = Self.scale(of: max(abs(low), abs(high)))
    isConstant = low == high
    let count = Double(values.count)
    var sum = 0.0
    for place in values.indices { sum += values[place] / scale }
    let rough = sum / count
    // A second pass over the rest of the first takes its rounding out.
    var rest = 0.0
    for place in values.indices { rest += values[place] / scale - rough }
    mean = rough + rest / count
    var squares = 0.0
    for place in values.indices {
      let centred = values[place] / scale - mean
      squares += centred * centred
    }
    self.squares = squares
    variance = squares / count
  }

  /// The power of two that is at most `size`, and at least half of it; 1 for 0.
  static func scale(of size: Double) -> Double {
    size > 0 ? Double(sign: .plus, exponent: size.exponent, significand: 1) : 1
  }

  func centred(_ value: Double) -> Double { value / scale - mean }

  /// The mean (as a centred value) and variance of all places but one.
  func without(_ place: Int, _ values: Span<Double>) -> (mean: Double, variance: Double) {
    let own = centred(values[place])
    let count = Double(values.count - 1)
    // With more than half of all squares in one place the difference would be mere rounding.
    // There is at most one such place, so the loop stays O(places) in all; two at half each.
    if own * own < squares / 2 {
      let mean = -own / count
      return (mean, max(0, (squares - own * own) / count - mean * mean))
    }
    var sum = 0.0
    var low = Double.infinity
    var high = -Double.infinity
    for other in values.indices where other != place {
      low = min(low, values[other])
      high = max(high, values[other])
      sum += centred(values[other])
    }
    let mean = sum / count
    if low == high { return (mean, 0) }
    var squares = 0.0
    for other in values.indices where other != place {
      let rest = centred(values[other]) - mean
      squares += rest * rest
    }
    return (mean, squares / count)
  }
}
