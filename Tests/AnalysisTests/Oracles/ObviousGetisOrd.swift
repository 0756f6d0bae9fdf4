import Analysis

/// The formulas of Ord and Getis (1995), summed as they are written.
func obviousGetisOrd(
  _ values: [Double], _ graph: NeighbourGraph, _ statistic: GetisOrd.Statistic
) -> [Double] {
  values.indices.map { place in
    let others = values.indices.filter { statistic == .giStar || $0 != place }
    let n = Double(others.count)
    let mean = others.reduce(0) { $0 + values[$1] } / n
    let variance = others.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / n
    var members = graph.neighbours(of: place).map { Int($0) }
    if statistic == .giStar { members.append(place) }
    let weight = Double(members.count)
    let sum = members.reduce(0) { $0 + values[$1] }
    let spread = (variance * (n * weight - weight * weight) / (n - 1)).squareRoot()
    return spread > 1e-9 ? (sum - weight * mean) / spread : 0
  }
}

/// The exact conditional permutation p of whole values: the distribution of a sum of `degree`
/// others, place by place, each either drawn or not.
func exactConditionalP(_ values: [Int], _ graph: NeighbourGraph, place: Int) -> Double {
  let degree = graph.neighbours(of: place).count
  let observed = graph.neighbours(of: place).reduce(0) { $0 + values[Int($1)] }
  // ways[j][s]: the share of the choices of j among those seen whose sum is s.
  let largest = values.sorted(by: >).prefix(degree).reduce(0, +)
  var shares = [[Double]](
    repeating: .init(repeating: 0, count: largest + 1), count: degree + 1)
  shares[0][0] = 1
  var seen = 0
  for other in values.indices where other != place {
    seen += 1
    for j in stride(from: min(degree, seen), through: 1, by: -1) {
      let drawn = Double(j) / Double(seen)
      for sum in stride(from: largest, through: 0, by: -1) {
        let with = sum >= values[other] ? shares[j - 1][sum - values[other]] : 0
        shares[j][sum] = (1 - drawn) * shares[j][sum] + drawn * with
      }
    }
  }
  let upper = shares[degree][observed...].reduce(0, +)
  let lower = shares[degree][...observed].reduce(0, +)
  return min(1, 2 * min(upper, lower))
}

/// Conditional permutations as they are told: shuffle the others, take the first.
func obviousConditionalP(
  _ values: [Double], _ graph: NeighbourGraph, place: Int, permutations: Int,
  using generator: inout ReplicateGenerator
) -> Double {
  let neighbours = graph.neighbours(of: place)
  let observed = neighbours.reduce(0) { $0 + values[Int($1)] }
  var others = values.indices.filter { $0 != place }.map { values[$0] }
  var upper = 0
  var lower = 0
  for _ in 0..<permutations {
    others.shuffle(using: &generator)
    let sum = others.prefix(neighbours.count).reduce(0, +)
    if sum >= observed - 1e-9 { upper += 1 }
    if sum <= observed + 1e-9 { lower += 1 }
  }
  return min(1, 2 * Double(min(upper, lower) + 1) / Double(permutations + 1))
}
