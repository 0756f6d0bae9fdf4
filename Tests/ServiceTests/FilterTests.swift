import SimpleFeatures
import Storage
import Testing

/// The store chooses what the obvious reading of a filter chooses.
@Suite struct FilterTests {
  @Test(arguments: ["incidents", "grids", "villages", "hotspots"])
  func choosesAsTheOracleDoes(name: String) throws {
    try ServiceScene.with(incidents: 400) { scene in
      let layer = try #require(Layer(named: name))
      let store = scene.reader
      var query = LayerQuery(layer: layer)
      if let kind = layer.runKind {
        query.run = try #require(store.answer(Runs(currentOf: kind)).first).id
      }
      var features: [Feature] = []
      try store.forEachFeature(of: query) { features.append($0) }
      let oracle = FilterOracle(schema: layer.schema)
      var maker = FilterMaker(random: SplitMix(11), schema: layer.schema, features: features)
      var chosen = 0
      for _ in 0..<300 {
        let filter = maker.filter()
        let expected = features.filter { oracle.holds(filter, $0) == true }.map(\.id)
        var found: [AttributeValue] = []
        try store.forEachRow(of: FeaturePage(query, filter: filter)) { found.append($0.id) }
        #expect(Set(found) == Set(expected), "\(filter)")
        #expect(try store.count(of: FeaturePage(query, filter: filter)) == expected.count)
        chosen += expected.count
      }
      #expect(chosen > 1000)
    }
  }

  @Test func aColumnThatTheLayerLacksIsAnError() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let page = FeaturePage(
        LayerQuery(layer: try #require(Layer(named: "grids"))), filter: .isUnknown("id; --"))
      #expect(throws: StorageError.self) { try scene.reader.count(of: page) }
    }
  }
}
