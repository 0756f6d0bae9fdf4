/// Values in fixed point and their sums over neighbours, for comparisons without rounding.
struct FixedPointSums {
  let values: [Int64]
  let degrees: [Int32]
  let observed: [Int64]
  /// What the rounding of values to fixed point, and of rates before it, can come to in a sum.
  let tolerance: Int64

  init(values: [Double], graph: NeighbourGraph) {
    var largest = 0
    var degrees: [Int32] = []
    degrees.reserveCapacity(values.count)
    for place in 0..<graph.placeCount {
      let degree = graph.neighbours(of: place).count
      largest = max(largest, degree)
      degrees.append(Int32(degree))
    }
    let scale = ValueMoments.scale(of: values.reduce(0) { max($0, abs($1)) })
    // Values below 2, and two more of them than neighbours, stay within 2⁶².
    let bits = 61 - (Int.bitWidth - (largest + 2).leadingZeroBitCount)
    let unit = Double(sign: .plus, exponent: bits, significand: 1)
    let fixed = values.map { Int64(($0 / scale * unit).rounded()) }
    self.values = fixed
    self.degrees = degrees
    observed = (0..<graph.placeCount).map { place in
      let neighbours = graph.neighbours(of: place)
      var sum: Int64 = 0
      for neighbour in neighbours { sum &+= fixed[Int(neighbour)] }
      return sum
    }
    // A double has 53 bits: those past them are the rounding of a quotient.
    tolerance = Int64(largest + 2) << max(0, bits - 52)
  }

  /// Draws replicates for the places taken: what they share into the groups' counts, and what a
  /// place that met itself has otherwise into its corrections.
  func draw(
    _ replicates: Range<Int>, length: Int, seed: UInt64, _ groups: SumGroups,
    isTaken: UnsafeMutablePointer<Bool>, counts: UnsafeMutablePointer<Int32>,
    corrections: UnsafeMutablePointer<Int32>
  ) {
    let sequence = ReplicateSequence(length: length, placeCount: values.count)
    // The sums over the first 0, 1, 2 … of the sequence.
    let sums = Scratch<Int64>(length + 1)
    sums[0] = 0
    let lastValue = values[values.count - 1]
    values.withUnsafeBufferPointer { values in
      for (turn, replicate) in replicates.enumerated() {
        var sum: Int64 = 0
        sequence.draw(replicate, seed: seed, turn: turn) { step, place in
          sum &+= values[place]
          sums[step &+ 1] = sum
        }
        groups.count(sums.base, tolerance, counts)
        for step in 0..<length {
          let place = Int(sequence.places[step])
          if !isTaken[place] { continue }
          let degree = Int(degrees[place])
          if degree <= step { continue }
          let shared = sums[degree]
          let own = shared &- values[place] &+ lastValue
          let target = observed[place]
          corrections[2 &* place] &+=
            (own &+ tolerance >= target ? 1 : 0) &- (shared &+ tolerance >= target ? 1 : 0)
          corrections[2 &* place &+ 1] &+=
            (own &- tolerance <= target ? 1 : 0) &- (shared &- tolerance <= target ? 1 : 0)
        }
      }
    }
  }
}
