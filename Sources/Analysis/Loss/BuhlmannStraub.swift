/// Means of groups, believed as far as their own weight allows: the credibility premium of
/// Bühlmann and Straub.
///
/// A group (a town, a zone) has observations with weights (claims a policy with policies, yuan a
/// claim with claims). Its premium is Z x̄ + (1 − Z) m, with x̄ its own weighted mean, m the mean
/// of all and Z = w / (w + s² / a): s² the variance within groups, a that between them, both
/// without bias. A group without weight has no experience: Z is 0 and its premium m, never 0.
///
///     s² = ΣΣ w (x − x̄ᵢ)² / Σ (nᵢ − 1)
///     a  = w / (w² − Σ wᵢ²) · (Σ wᵢ (x̄ᵢ − x̄)² − (I − 1) s²)
///     m  = Σ Zᵢ x̄ᵢ / Σ Zᵢ
///
/// Where a comes out at 0 or below, groups differ less than chance would make them: each Z is 0
/// and m the weighted mean of all. Equals `cm` of R's actuar with `method = "Buhlmann-Gisler"`,
/// weights given, and without weights (all 1) its Bühlmann model.
///
/// > H. Bühlmann, E. Straub. "Glaubwürdigkeit für Schadensätze." *Mitteilungen der Vereinigung
/// > Schweizerischer Versicherungsmathematiker*, vol. 70, 1970.
///
/// > H. Bühlmann, A. Gisler. *A Course in Credibility Theory and its Applications*. Springer, 2005,
/// > chapter 4.
public struct BuhlmannStraub: Sendable {
  /// What is known of one group.
  public struct Group: Sendable, Equatable {
    /// The sum of the weights.
    public let weight: Double
    /// The weighted mean of its own observations; `nil` without weight.
    public let mean: Double?
    /// How far its own mean is believed, from 0 to 1.
    public let credibility: Double
    /// The credibility premium, in the unit of the observations.
    public let premium: Double
    /// The root of the mean squared error of the premium around what the group's mean truly is,
    /// that of m included; s² and a are taken as known.
    public let standardError: Double
  }

  /// s²: the variance of one observation of weight 1 around its group's mean.
  public let withinVariance: Double
  /// a: the variance of the groups' true means; at least 0.
  public let betweenVariance: Double
  /// m: the premium of a group of which nothing is known.
  public let collective: Double
  public let groups: [Group]

  /// - Parameters:
  ///   - group: the group of each observation, of `0..<groupCount`, in any order.
  ///   - groupCount: how many groups there are, those without an observation too.
  ///   - values: one an observation, as a ratio to its weight (claims a policy-year, yuan a claim).
  ///   - weights: one an observation, at least 0. One of weight 0 says nothing; its value may be 0.
  /// - Throws: `differentLengths`, `notFinite`, `negative` for a weight, `invalidParameter` for a
  ///   group that there is not, `tooFewPlaces` where fewer than two groups have a weight or no
  ///   group has two observations: then nothing tells chance from difference.
  /// - Complexity: O(observations + groups).
  public init(
    group: Span<Int32>, groupCount: Int, values: Span<Double>, weights: Span<Double>
  ) throws(AnalysisError) {
    let sums = try GroupSums(group: group, groupCount: groupCount, values: values, weights: weights)
    let own = zip(sums.weight, sums.moment).map { $0 > 0 ? $1 / $0 : 0 }
    let known = sums.weight.indices.filter { sums.weight[$0] > 0 }
    let freedom = known.reduce(0) { $0 + sums.count[$1] - 1 }
    guard known.count >= 2 else { throw .tooFewPlaces(count: known.count, minimum: 2) }
    guard freedom > 0 else { throw .tooFewBins(count: 1, minimum: 2) }

    var squares = 0.0
    for row in values.indices where weights[row] > 0 {
      let difference = values[row] - own[Int(group[row])]
      squares += weights[row] * difference * difference
    }
    let within = squares / Double(freedom)
    let total = known.reduce(0) { $0 + sums.weight[$1] }
    let mean = known.reduce(0) { $0 + sums.weight[$1] * own[$1] } / total
    let spread = known.reduce(0) {
      $0 + sums.weight[$1] * (own[$1] - mean) * (own[$1] - mean)
    }
    let evenness = total - known.reduce(0) { $0 + sums.weight[$1] * (sums.weight[$1] / total) }
    let between = max(0, (spread - Double(known.count - 1) * within) / evenness)

    let credibility = sums.weight.map { weight in
      between > 0 && weight > 0 ? weight / (weight + within / between) : 0
    }
    let believed = credibility.reduce(0, +)
    let collective =
      believed > 0
      ? zip(credibility, own).reduce(0) { $0 + $1.0 * $1.1 } / believed : mean
    withinVariance = within
    betweenVariance = between
    self.collective = collective
    groups = sums.weight.indices.map { index in
      let z = credibility[index]
      let variance =
        believed > 0 ? between * (1 - z) * (1 + (1 - z) / believed) : within / total
      return Group(
        weight: sums.weight[index], mean: sums.weight[index] > 0 ? own[index] : nil,
        credibility: z, premium: z * own[index] + (1 - z) * collective,
        standardError: variance.squareRoot())
    }
  }
}

/// The sums of each group, and what their columns must hold.
private struct GroupSums {
  var weight: [Double]
  var moment: [Double]
  var count: [Int]

  init(
    group: Span<Int32>, groupCount: Int, values: Span<Double>, weights: Span<Double>
  ) throws(AnalysisError) {
    for (name, count) in [("values", values.count), ("weights", weights.count)]
    where count != group.count {
      throw .differentLengths(column: name, count: count, expected: group.count)
    }
    weight = .init(repeating: 0, count: max(0, groupCount))
    moment = weight
    count = .init(repeating: 0, count: max(0, groupCount))
    for row in group.indices {
      guard values[row].isFinite else { throw .notFinite(column: "values", position: row) }
      guard weights[row].isFinite else { throw .notFinite(column: "weights", position: row) }
      guard weights[row] >= 0 else { throw .negative(column: "weights", position: row) }
      let own = Int(group[row])
      guard weight.indices.contains(own) else {
        throw .invalidParameter(
          name: "group at position \(row)", requirement: "one of 0..<\(groupCount)")
      }
      guard weights[row] > 0 else { continue }
      weight[own] += weights[row]
      moment[own] += weights[row] * values[row]
      count[own] += 1
    }
  }
}
