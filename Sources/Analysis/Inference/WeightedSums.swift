/// Values and their weighted sums over neighbours, for neighbours that do not weigh the same.
///
/// A place's sums are always taken in the order of its neighbours, so they do not depend on the
/// thread; sums within their rounding of each other are equal.
struct WeightedSums {
  let values: [Double]
  let graph: NeighbourGraph
  let weights: [Double]
  let degrees: [Int32]
  let observed: [Double]
  let tolerances: [Double]

  init(values: [Double], graph: NeighbourGraph, weights: [Double]) {
    let scale = ValueMoments.scale(of: values.reduce(0) { max($0, abs($1)) })
    let weightScale = ValueMoments.scale(of: weights.reduce(0, max))
    let scaled = values.map { $0 / scale }
    let scaledWeights = weights.map { $0 / weightScale }
    self.values = scaled
    self.graph = graph
    self.weights = scaledWeights
    var degrees: [Int32] = []
    var observed: [Double] = []
    var tolerances: [Double] = []
    for place in 0..<graph.placeCount {
      let range = Int(graph.starts[place])..<Int(graph.starts[place + 1])
      var (sum, all) = (0.0, 0.0)
      for entry in range {
        sum += scaledWeights[entry] * scaled[Int(graph.neighbours[entry])]
        all += scaledWeights[entry]
      }
      degrees.append(Int32(range.count))
      observed.append(sum)
      // Each of the products and sums rounds, and so did the values before.
      tolerances.append(2 * all * Double(range.count + 4) * 0x1p-52)
    }
    self.degrees = degrees
    self.observed = observed
    self.tolerances = tolerances
  }

  /// Draws replicates for some places; two counts a place, of the upper and the lower tail.
  func draw(
    _ replicates: Range<Int>, seed: UInt64, places: [Int32], counts: UnsafeMutablePointer<Int32>
  ) {
    let length = places.reduce(0) { max($0, Int(degrees[Int($1)])) }
    let sequence = ReplicateSequence(length: length, placeCount: values.count)
    let drawn = Scratch<Double>(length)
    let lastValue = values[values.count - 1]
    values.withUnsafeBufferPointer { values in
      for (turn, replicate) in replicates.enumerated() {
        sequence.draw(replicate, seed: seed, turn: turn) { step, place in
          drawn[step] = values[place]
        }
        for place in places {
          let index = Int(place)
          let first = Int(graph.starts[index])
          var sum = 0.0
          for step in 0..<Int(degrees[index]) {
            let value = sequence.places[step] == place ? lastValue : drawn[step]
            sum += weights[first &+ step] * value
          }
          counts[2 &* index] &+= sum + tolerances[index] >= observed[index] ? 1 : 0
          counts[2 &* index &+ 1] &+= sum - tolerances[index] <= observed[index] ? 1 : 0
        }
      }
    }
  }
}
