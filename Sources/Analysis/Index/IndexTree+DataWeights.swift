extension IndexTree {
  /// The same parts with weights that the data suggest, node by node from the bottom up, by the points
  /// of the parts.
  ///
  /// An indicator that no unit knows keeps an even weight, which goes to its siblings where a score
  /// is made. One that is the same in all units tells none apart, and weighs next to nothing.
  ///
  /// - Parameter ways: of each node; `nil` where its weights stay as they are.
  /// - Throws: what the columns have against them; `tooFewPlaces` where fewer than two units know all
  ///   parts of a node.
  /// - Complexity: O(units · indicators) a node, CRITIC O(units · parts²).
  public func reweighted(
    _ ways: [DataWeights?], by indicators: [Indicator]
  ) throws(AnalysisError) -> IndexTree {
    guard ways.count == nodes.count else {
      throw .differentLengths(column: "ways", count: ways.count, expected: nodes.count)
    }
    let index = SafetyIndex(self)
    let points = zip(indicators, try index.rates(indicators)).map {
      $0.scale.points($1.rates, floor: index.floor)
    }
    var tree = self
    for (number, way) in ways.enumerated() {
      guard let way else { continue }
      let below = SafetyIndex(tree).nodePoints(points, units: points.first?.count ?? 0)
      let columns = nodes[number].parts.map { part in
        switch part.content {
        case .indicator(let indicator): points[indicator]
        case .node(let child): below[child]
        }
      }
      let weights = try Self.weights(way, columns)
      var node = tree.nodes[number]
      for (place, weight) in weights.enumerated() { node.parts[place].weight = weight }
      var nodes = tree.nodes
      nodes[number] = node
      tree = try IndexTree(nodes, indicatorCount: indicatorCount)
    }
    return tree
  }

  private static func weights(
    _ way: DataWeights, _ columns: [[Double]]
  ) throws(AnalysisError) -> [Double] {
    let held = columns.indices.filter { column in columns[column].contains { !$0.isNaN } }
    guard !held.isEmpty else { return columns.map { _ in 1 / Double(columns.count) } }
    let rows = columns[0].indices.filter { unit in held.allSatisfy { !columns[$0][unit].isNaN } }
    let found = try way.weights(of: held.map { column in rows.map { columns[column][$0] } })
    let share = Double(held.count) / Double(columns.count)
    var weights = columns.map { _ in 1 / Double(columns.count) }
    for (column, weight) in zip(held, found) { weights[column] = max(weight * share, 1e-12) }
    return weights
  }
}
