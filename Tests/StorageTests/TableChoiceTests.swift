import SimpleFeatures
import Storage
import Testing

/// Incidents in columns choose what the store itself chooses.
@Suite struct TableChoiceTests {
  private typealias Random = IncidentLoadTests.Generator

  private static let kinds = ["theft", "fire", "盗窃", "a|b", "Theft"]
  private static let statuses: [IncidentStatus?] = [nil, .filed, .solved]

  private static func below(_ bound: Int, _ random: inout Random) -> Int {
    Int.random(in: 0..<bound, using: &random)
  }

  /// On a lattice, so that the sides of boxes go through points.
  private static func incidents(
    _ count: Int, _ generator: inout Random
  ) -> [IncidentRecord] {
    (1...count).map { number in
      var incident = StoreConformance.incident(
        number, day: 20_000 + Int32(below(20, &generator)),
        category: kinds[below(kinds.count, &generator)])
      incident.position = Coordinate(
        x: 120 + Double(below(30, &generator)) / 1000.3,
        y: 26.8 + Double(below(30, &generator)) / 999.7)
      incident.occurredFrom = Instant(
        Int64(incident.day.number) * 86_400 + Int64(below(5, &generator)) * 3600)
      if below(2, &generator) == 0 {
        incident.occurredTo = Instant(incident.occurredFrom.seconds + 86_400)
      }
      if below(10, &generator) == 0 {
        incident.position = nil
        incident.metric = nil
        incident.placeCode = "350921104201"
        incident.precision = .area
      }
      if let status = statuses[below(3, &generator)] {
        incident.status = status
        incident.history.append(
          .init(status: status, at: incident.occurredFrom, day: incident.day))
      }
      return incident
    }
  }

  private static func filter(_ generator: inout Random, depth: Int = 2) -> Filter {
    let instant = AttributeValue.instant(
      Instant(Int64(20_000 + below(20, &generator)) * 86_400 + Int64(below(5, &generator)) * 3600))
    switch below(depth > 0 ? 8 : 5, &generator) {
    case 0:
      return .compare(
        ["occurred_from", "occurred_to"][below(2, &generator)],
        Filter.Comparison.allCases[below(6, &generator)], instant)
    case 1: return .compare("category", .equal, .text(kinds[below(kinds.count, &generator)]))
    case 2: return .compare("status", .notEqual, .text("filed"))
    case 3:
      return .oneOf(
        ["category", "status"][below(2, &generator)],
        [.text("theft"), .text("solved"), .text("盗窃")].suffix(below(4, &generator)))
    case 4: return .isUnknown(["category", "status"][below(2, &generator)])
    case 5: return .not(filter(&generator, depth: depth - 1))
    case 6:
      return .all((0..<below(3, &generator)).map { _ in filter(&generator, depth: depth - 1) })
    default:
      return .any((0..<below(3, &generator)).map { _ in filter(&generator, depth: depth - 1) })
    }
  }

  private static func page(
    _ incidents: [IncidentRecord], _ generator: inout Random
  ) throws -> FeaturePage {
    var query = LayerQuery(layer: try #require(Layer(named: "incidents")))
    if below(4, &generator) == 0 {
      query.firstDay = DayNumber(20_003)
      query.lastDay = DayNumber(20_000 + Int32(below(20, &generator)))
    }
    var page = FeaturePage(query)
    if below(3, &generator) > 0 { page.filter = filter(&generator) }
    // From one point to another, so that both lie on the box's border.
    let places = incidents.compactMap(\.position)
    var corners = (0..<2).map { _ in places[below(places.count, &generator)] }
    if below(2, &generator) == 0 {
      // A small one, whose points are few.
      let (width, height) = (below(5, &generator), below(5, &generator))
      corners[1] = Coordinate(
        x: corners[0].x + Double(width) / 1000.3, y: corners[0].y - Double(height) / 999.7)
    }
    if below(20, &generator) == 0 { corners[1].x = -170 }
    if below(4, &generator) > 0 { page.box = BoundingBox(corners) }
    page.limit = 1 + below(60, &generator)
    if below(2, &generator) == 0 { page.after = Int64(below(incidents.count, &generator)) }
    return page
  }

  @Test(arguments: [StoreKind.spatiaLiteInMemory, .postGIS])
  func choosesWhatTheStoreChooses(kind: StoreKind) throws {
    try kind.withStore { store throws in
      var generator = Random(state: 11)
      let incidents = Self.incidents(700, &generator)
      try StoreConformance.fill(store, incidents: 1)
      _ = try store.write { try $0.load(incidents, importID: 1) }
      let table = try store.answer(IncidentsInColumns())
      #expect(table.count == 700 && table.keys == table.keys.sorted())
      var sorted = table
      sorted.indexPoints()
      var chosen = 0
      for _ in 0..<400 {
        let page = try Self.page(incidents, &generator)
        let choice = try #require(TableChoice(page, in: table), "\(page)")
        var expected: [Int64] = []
        try store.forEachRow(of: page) { row in
          if case .integer(let key) = row.id { expected.append(key) }
        }
        let keys = choice.keys(after: page.after, limit: try #require(page.limit))
        #expect(keys == expected, "\(page)")
        #expect(try choice.count == store.count(of: page), "\(page)")
        // Found by their cells, they are the same.
        let quick = try #require(TableChoice(page, in: sorted), "\(page)")
        #expect(quick.keys(after: page.after, limit: try #require(page.limit)) == expected)
        #expect(quick.count == choice.count && quick.rows() == choice.rows(), "\(page)")
        chosen += expected.count
        // Read by their keys, they are the same.
        var byKeys = FeaturePage(page.query)
        byKeys.query.firstDay = DayNumber(.min)
        byKeys.query.lastDay = DayNumber(.max)
        byKeys.keys = keys.reversed()
        var read: [Int64] = []
        try store.forEachRow(of: byKeys) { row in
          if case .integer(let key) = row.id { read.append(key) }
        }
        #expect(read == expected)
      }
      #expect(chosen > 2000)
    }
  }

  /// Points in one place, in a line, and far apart.
  @Test func cellsHoldOddPlaces() throws {
    let places: [[Coordinate]] = [
      [Coordinate(x: 120, y: 27)], (0..<9).map { Coordinate(x: 120 + Double($0), y: 27) },
      (0..<9).map { Coordinate(x: 120, y: Double($0) * Double.leastNonzeroMagnitude) },
      [Coordinate(x: -180, y: -90), Coordinate(x: 180, y: 90), Coordinate(x: 0, y: 0)],
    ]
    for places in places {
      try StoreKind.spatiaLiteInMemory.withStore { store throws in
        try StoreConformance.fill(store, incidents: 1)
        let incidents = places.enumerated().map { number, place in
          var incident = StoreConformance.incident(number + 1, day: 20_000, category: "theft")
          incident.position = place
          return incident
        }
        _ = try store.write { try $0.load(incidents, importID: 1) }
        var table = try store.answer(IncidentsInColumns())
        table.indexPoints()
        for one in places {
          for other in places + [Coordinate(x: 500, y: 500), Coordinate(x: -500, y: 27)] {
            let box = try #require(BoundingBox([one, other]))
            var page = FeaturePage(LayerQuery(layer: try #require(Layer(named: "incidents"))))
            page.box = box
            let expected = places.indices.filter { box.contains(places[$0]) }
            let choice = try #require(TableChoice(page, in: table))
            #expect(choice.count == expected.count)
            #expect(choice.keys(limit: 100) == expected.map { table.keys[$0] })
          }
        }
      }
    }
  }

  @Test func whatColumnsDoNotHoldIsLeftToTheStore() throws {
    let store = try StoreKind.spatiaLiteInMemory.withStore { store throws in
      try StoreConformance.fill(store)
      return try store.answer(IncidentsInColumns())
    }
    var query = LayerQuery(layer: try #require(Layer(named: "incidents")))
    #expect(TableChoice(FeaturePage(query), in: store) != nil)
    let point = Geometry.point(Coordinate(x: 120, y: 27))
    for filter: Filter in [
      .compare("severity", .equal, .integer(3)), .like("category", "th%"),
      .place(.intersects, point), .compare("category", .equal, .text("a"), ignoresCase: true),
      .compare("category", .less, .text("a")), .not(.isUnknown("grid")),
    ] {
      #expect(TableChoice(FeaturePage(query, filter: filter), in: store) == nil, "\(filter)")
    }
    query.area = "3509"
    #expect(TableChoice(FeaturePage(query), in: store) == nil)
    query.area = ""
    query.categories = ["a|b"]
    #expect(TableChoice(FeaturePage(query), in: store) == nil)
  }
}
