import SimpleFeatures
import Storage
import Testing

/// The whole domain on each store: every layer keeps what its description promises, and the schema
/// refuses what cannot be.
@Suite struct DomainConformance {
  /// A store with a row of every layer, the incidents first.
  private func withRows<T>(
    _ kind: StoreKind, _ body: (any SpatialStore) throws -> T
  ) throws -> T {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      try store.write { transaction throws in
        for layer in LayerRow.layers {
          let upsert = try #require(LayerRow(layer).upsert(importID: 1), "\(layer.name)")
          let changed = try transaction.run(upsert)
          #expect(changed == 1, "\(layer.name)")
        }
      }
      return try body(store)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func everyColumnOfEveryLayerIsReadBackAsItWasWritten(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      #expect(LayerRow.layers.count >= 25)
      for layer in LayerRow.layers {
        let row = LayerRow(layer)
        var features: [Feature] = []
        try store.forEachFeature(of: LayerQuery(layer: layer)) { features.append($0) }
        #expect(features.count == 1, "\(layer.name)")
        guard let feature = features.first else { continue }
        #expect(feature.geometry == row.geometry, "\(layer.name)")
        for (field, value) in zip(layer.schema.fields, feature.values) {
          guard let expected = row.attributes[field.name] else { continue }
          #expect(value == expected, "\(layer.name).\(field.name)")
        }
      }
      let faults = try store.faults()
      #expect(faults.count == 1 && faults[0].hasPrefix("claim claims-1: refused"), "\(faults)")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theSameRowOfALayerTwiceChangesNothing(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      try store.write { transaction throws in
        try transaction.run(
          InsertImport(id: 2, layer: "x", source: "t", file: "f", mapping: ""))
        for layer in LayerRow.layers {
          let upsert = try #require(LayerRow(layer).upsert(importID: 2))
          let changed = try transaction.run(upsert)
          #expect(changed == 0, "\(layer.name)")
        }
      }
    }
  }

  /// Of each layer the row without one of the values that it must have, and with one too small.
  @Test(arguments: StoreKind.allCases)
  func theSchemaHoldsWhatTheDescriptionSays(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      for layer in LayerRow.layers {
        let stored = layer.columns.filter { $0.use == .stored }
        for (position, column) in stored.enumerated() {
          var broken: [SQLValue] = []
          if column.isRequired { broken.append(.null) }
          switch column.kind {
          // The first schema took any year; the import does not.
          case .count where column.name == "season": break
          case .count, .amount, .yuan: broken.append(.integer(-1))
          case .positive: broken.append(.integer(0))
          case .word: broken.append(.text("no such word"))
          case .integer(let range): broken.append(.integer(Int64(range.upperBound + 1)))
          case .real(let range): broken.append(.real(range.upperBound + 1))
          case .boolean: broken.append(.integer(2))
          case .day, .instant: if column.notBefore != nil { broken.append(.integer(0)) }
          case .label, .code, .placeCode: break
          }
          for value in broken {
            var values = LayerRow(layer).values
            values[position] = value
            let upsert = try #require(
              UpsertRow(
                layer, values: values, importID: 1, geometry: LayerRow(layer).geometry))
            #expect(throws: StorageError.self, "\(layer.name).\(column.name) = \(value)") {
              try store.write { try $0.run(upsert) }
            }
          }
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsNamedMustBeThereWhereItIsRequired(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      for name in [
        "dossiers", "zone_values", "storm_points", "inspections", "evidence", "links",
        "resolutions", "claims",
      ] {
        let layer = try #require(Layer(named: name))
        let upsert = try #require(LayerRow(layer, number: 77).upsert(importID: 1))
        #expect(throws: StorageError.self, "\(name)") {
          try store.write { try $0.run(upsert) }
        }
        #expect(try store.answer(LayerCounts())[name] == 0)
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func referencesAreFoundByTheirKeys(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      let targets = Set(LayerRow.layers.flatMap { $0.columns.compactMap(\.reference?.layer) })
      #expect(targets.count == 9)
      for target in targets.sorted() {
        let (key, source) =
          target == "incidents"
          ? ("case-1", "110")
          : target == "grids" ? ("350921104201001", "") : ("\(target)-1", "")
        #expect(
          try store.answer(ReferenceExists(layer: target, key: key, source: source)), "\(target)")
        #expect(try !store.answer(ReferenceExists(layer: target, key: "nothing", source: source)))
      }
      #expect(try !store.answer(ReferenceExists(layer: "incidents", key: "case-1", source: "b")))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func moreThanIsInsuredIsListed(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      let layer = try #require(Layer(named: "claims"))
      let paid = try #require(
        layer.columns.filter { $0.use == .stored }.firstIndex { $0.name == "paid_yuan" })
      var values = LayerRow(layer).values
      values[paid] = .integer(1_000_000)
      let upsert = try #require(UpsertRow(layer, values: values, importID: 1, geometry: nil))
      _ = try store.write { try $0.run(upsert) }
      let faults = try store.faults()
      // The row of the description is refused, too, and yet paid.
      #expect(faults.contains { $0.hasPrefix("policy policies-1: 10000") })
      #expect(faults.contains { $0.hasPrefix("claim claims-1: refused") })
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aUnitIsFoundByItsCodeAndTheDay(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let layer = try #require(Layer(named: "units"))
      func unit(_ code: String, _ name: String, _ from: Int?, _ to: Int?) throws {
        let values: [SQLValue] = [
          .text(code), .text("county"), .text(name), .null, SQLValue(from), SQLValue(to),
          .integer(0),
        ]
        let upsert = try #require(
          UpsertRow(
            layer, values: values, importID: 1,
            geometry: .multiPolygon([StoreConformance.square])))
        _ = try store.write { try $0.run(upsert) }
      }
      try unit("411626", "淮阳县", nil, 18_000)
      try unit("411603", "淮阳区", 18_001, nil)
      func names(_ day: Int32, _ code: String = "") throws -> [String] {
        try store.answer(UnitsOnDay(DayNumber(day), code: code)).map(\.name)
      }
      #expect(try names(18_000) == ["淮阳县"])
      #expect(try names(18_001) == ["淮阳区"])
      #expect(try names(18_001, "411626") == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aTaskKeepsTheStepsOfItsStatus(kind: StoreKind) throws {
    try withRows(kind) { store throws in
      try store.write { transaction throws in
        for (status, at) in [("issued", 10), ("accepted", 20), ("accepted", 20)] {
          try transaction.run(
            AddTaskStatus(task: "tasks-1", status: status, at: Instant(Int64(at))))
        }
      }
      var steps: [[AttributeValue]] = []
      let layer = try #require(Layer(named: "task_history"))
      try store.forEachFeature(of: LayerQuery(layer: layer)) { steps.append($0.values) }
      #expect(
        steps == [
          [.text("tasks-1"), .text("issued"), .instant(Instant(10))],
          [.text("tasks-1"), .text("accepted"), .instant(Instant(20))],
        ])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aGridThatIsRedrawnKeepsItsOldBorderBesideTheNew(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let moved = Polygon(BoundingBox(minX: 120.01, minY: 26.8, maxX: 120.02, maxY: 26.81))
      var second = StoreConformance.grid(1, polygon: moved)
      second.version = 2
      try store.write { transaction throws in
        let old = try #require(
          try transaction.answer(GridVersions(code: second.code)).first { $0.isCurrent })
        try transaction.run(SupersedeGrid(id: old.id, validTo: DayNumber(19_999), importID: 1))
        try transaction.run(UpsertGrid(second, importID: 1))
      }
      let versions = try store.answer(GridVersions(code: second.code))
      #expect(versions.map(\.number) == [1, 2] && versions.map(\.isCurrent) == [false, true])
      #expect(versions[0].geometry == .multiPolygon([StoreConformance.square]))
      #expect(try store.answer(LayerCounts())["grids"] == 2)
      let areas = try store.answer(GridAreas()).filter { $0.code == second.code }
      #expect(areas.map(\.geometry) == [.multiPolygon([moved])])
      // Two borders of one code at a time cannot be.
      var third = second
      third.version = 3
      #expect(throws: StorageError.self) {
        try store.write { try $0.run(UpsertGrid(third, importID: 1)) }
      }
    }
  }
}
