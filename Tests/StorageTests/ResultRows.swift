import SimpleFeatures
import Storage
import Testing

/// What a run left in a store, for the suites of results.
extension SpatialStore {
  /// Keeps a run with its rows, as the one that its layers show.
  func keep(_ run: Run, _ rows: (any StoreTransaction, String) throws -> Void) throws {
    try write { transaction throws in
      try transaction.run(InsertRun(run))
      try transaction.run(SetCurrentRun(kind: run.kind, run: run.id))
      try rows(transaction, run.id)
    }
  }

  /// The features of one of its layers.
  func features(of name: String, run: Run) throws -> [Feature] {
    var query = LayerQuery(layer: try #require(Layer(named: name)))
    query.run = run.id
    var features: [Feature] = []
    try forEachFeature(of: query) { features.append($0) }
    return features
  }

  /// Their cells by name.
  func rows(of name: String, run: Run) throws -> [[String: AttributeValue]] {
    let fields = try #require(Layer(named: name)).schema.fields.map(\.name)
    return try features(of: name, run: run).map {
      Dictionary(uniqueKeysWithValues: zip(fields, $0.values))
    }
  }
}
