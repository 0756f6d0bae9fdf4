import SimpleFeatures
import Storage
import Testing

/// An import that is taken back leaves every layer as it was, on each store.
@Suite struct UndoConformance {
  private func entry(_ id: Int64) -> InsertImport {
    InsertImport(id: id, layer: "x", source: "t", file: "f\(id)", mapping: "")
  }

  /// Every published row of every layer.
  private func contents(_ store: any SpatialStore) throws -> [String: [String]] {
    var contents: [String: [String]] = [:]
    for layer in Layer.all {
      try store.forEachFeature(of: LayerQuery(layer: layer)) { feature in
        contents[layer.name, default: []].append("\(feature.values) \(feature.geometry as Any)")
      }
    }
    return contents
  }

  private func undo(_ id: Int64, _ store: any SpatialStore) throws -> Int {
    try store.write { transaction throws in
      try transaction.run(BeginUndo(importID: id))
      let restored = try transaction.run(RestoreChangedRows(importID: id))
      try transaction.run(FinishUndo(importID: id))
      return restored
    }
  }

  private func moved(_ geometry: Geometry?) -> Geometry? {
    switch geometry {
    case .point: .point(Coordinate(x: 120.1 + 0.2, y: 26.7))
    case .multiPolygon:
      .multiPolygon([Polygon(BoundingBox(minX: 121, minY: 26.8, maxX: 121.01, maxY: 26.81))])
    case .multiLineString:
      .multiLineString([[Coordinate(x: 121, y: 26.8), Coordinate(x: 121.1, y: 26.9)]])
    default: geometry
    }
  }

  /// The row of a layer with all else that it may be without its key.
  private func changed(_ layer: Layer, importID: Int64) -> UpsertRow? {
    let row = LayerRow(layer)
    let stored = layer.columns.filter { $0.use == .stored }
    let partners = Set(layer.columns.compactMap { $0.reference?.partner })
    let values = zip(stored, row.values).map { column, value -> SQLValue in
      if column.name == "synthetic" { return .integer(0) }
      // These may have a default, which null is not.
      if case .word = column.kind { return value }
      if case .label = column.kind, !layer.key.contains(column.name) { return .text("other") }
      let isKept =
        column.isRequired || layer.key.contains(column.name) || partners.contains(column.name)
        || column.reference != nil
      return isKept ? value : .null
    }
    return UpsertRow(
      layer, values: values, importID: importID, geometry: moved(row.geometry))
  }

  @Test(arguments: StoreKind.allCases)
  func everyLayerGetsItsFormerRowsBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      try store.write { transaction throws in
        for layer in LayerRow.layers {
          try transaction.run(try #require(LayerRow(layer).upsert(importID: 1)))
        }
      }
      let before = try contents(store)
      #expect(before.count > 25)
      try store.write { transaction throws in
        try transaction.run(entry(2))
        for layer in LayerRow.layers {
          let count = try transaction.run(try #require(changed(layer, importID: 2)))
          #expect(count == 1, "\(layer.name)")
          if let other = LayerRow(layer, number: 2).upsert(importID: 2) {
            try transaction.run(other)
          }
        }
      }
      let after = try contents(store)
      for layer in LayerRow.layers {
        #expect(after[layer.name]?.count == 2, "\(layer.name)")
        #expect(after[layer.name]?.first != before[layer.name]?.first, "\(layer.name)")
      }
      #expect(try undo(2, store) == LayerRow.layers.count)
      let undone = try contents(store)
      for layer in Layer.all { #expect(undone[layer.name] == before[layer.name], "\(layer.name)") }
      #expect(try undo(1, store) == 0)
      #expect(try contents(store).isEmpty)
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func anIncidentThatMovedToAnotherYearComesBackWithItsHistory(kind: StoreKind) throws {
    try kind.withStore { store throws in
      func history() throws -> Int {
        var filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(30_000))
        filter.stage = .filed
        return try store.answer(IncidentPointsInWindow(filter)).count
      }
      try StoreConformance.fill(store)
      let before = try contents(store)
      try store.write { transaction throws in
        try transaction.run(entry(2))
        var incident = StoreConformance.incident(2, day: 20_700, category: "fraud")
        incident.status = .filed
        incident.history = [
          .init(status: .filed, at: Instant(20_701 * 86_400), day: DayNumber(20_701))
        ]
        let outcomes = try transaction.load(
          [incident, StoreConformance.incident(9, day: 20_705)], importID: 2)
        #expect(outcomes == [.updated, .inserted])
      }
      #expect(try history() == 1)
      let columns = try store.answer(ChangedColumns(importID: 2))
      #expect(columns["category"] == 1 && columns["day"] == 1 && columns["severity"] == nil)
      #expect(try store.answer(LaterImports(importID: 1)).map(\.rows) == [1])
      #expect(try undo(2, store) == 1)
      #expect(try contents(store) == before)
      #expect(try history() == 0 && store.faults() == [])
      // It is found under its key again, and only there.
      let again = try store.write { transaction throws in
        try transaction.run(entry(3))
        return try transaction.load([StoreConformance.incident(2, grid: 1)], importID: 3)
      }
      #expect(again == [.unchanged])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aRedrawnGridGetsItsBorderBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let before = try contents(store)
      var second = StoreConformance.grid(
        1, polygon: Polygon(BoundingBox(minX: 120.01, minY: 26.8, maxX: 120.02, maxY: 26.81)))
      second.version = 2
      try store.write { transaction throws in
        try transaction.run(entry(2))
        let old = try #require(
          try transaction.answer(GridVersions(code: second.code)).first { $0.isCurrent })
        try transaction.run(SupersedeGrid(id: old.id, validTo: DayNumber(19_999), importID: 2))
        try transaction.run(UpsertGrid(second, importID: 2))
      }
      #expect(try contents(store)["grids"] != before["grids"])
      #expect(try undo(2, store) == 1)
      #expect(try contents(store) == before)
      #expect(try store.answer(GridVersions(code: second.code)).map(\.number) == [1])
    }
  }
}
