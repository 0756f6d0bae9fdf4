import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// A square study area of square grids in a store, with incidents where a test puts them.
struct StudyScene {
  let scene: ImportScene
  /// The number of grids a side, of 500 m each.
  static let side = 12
  static let gridMetres = 500.0
  static let firstDay = "2026-05-04"

  var store: any SpatialStore { scene.store }

  /// An incident: what, where in metres from the south-west, and on which day from 0.
  struct Event {
    var category = "theft"
    var x: Double
    var y: Double
    var day: Int
  }

  static func run<T>(
    _ events: [Event], withGrids: Bool = true, _ body: (StudyScene) throws -> T
  ) throws -> T {
    try ImportScene.run { scene in
      let study = StudyScene(scene: scene)
      if withGrids { _ = try scene.load(grids().utf8, as: "grids.geojson", into: .grids) }
      try study.add(events)
      return try body(study)
    }
  }

  func add(_ events: [Event], from first: Int = 0) throws {
    try scene.load(
      rows: events.enumerated().map { number, event in
        "e\(first + number),\(event.category),\(Self.day(event.day).description),"
          + Self.position(event.x, event.y)
      })
  }

  static func day(_ number: Int) -> DayNumber {
    DayNumber((DayNumber(firstDay)?.number ?? 0) + Int32(number))
  }

  /// `lon,lat` of a place, as true to metres as a sphere allows.
  static func position(_ x: Double, _ y: Double) -> String {
    let (longitude, latitude) = degrees(x, y)
    return String(format: "%.8f,%.8f", longitude, latitude)
  }

  private static func degrees(_ x: Double, _ y: Double) -> (Double, Double) {
    (120 + x / 99_480, 26.88 + y / 110_790)
  }

  static func code(_ column: Int, _ row: Int) -> String {
    "350921104201\(String(1000 + row * side + column).dropFirst())"
  }

  /// Each grid has 1,000 people; those of the easternmost column are enterprises.
  private static func grids() -> String {
    let features = (0..<side * side).map { number in
      let (column, row) = (number % side, number / side)
      let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)].map { dx, dy in
        let (longitude, latitude) = degrees(
          Double(column + dx) * gridMetres, Double(row + dy) * gridMetres)
        return String(format: "[%.8f,%.8f]", longitude, latitude)
      }.joined(separator: ",")
      let kind = column == side - 1 ? "enterprise" : "village"
      return """
        {"type":"Feature","properties":{"code":"\(code(column, row))","name":"g\(number)",\
        "kind":"\(kind)","population":1000},"geometry":{"type":"Polygon","coordinates":[[\(corners)]]}}
        """
    }
    return #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
  }

  /// Events spread evenly over the area and some days.
  static func background(
    _ count: Int, days: Range<Int>, seed: UInt64, category: String = "theft"
  ) -> [Event] {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let metres = Double(side) * gridMetres
    return (0..<count).map { _ in
      Event(
        category: category, x: random.uniform() * metres, y: random.uniform() * metres,
        day: days.lowerBound + Int(random.integer(below: UInt64(days.count))))
    }
  }

  /// Events around a place.
  static func crowd(
    _ count: Int, x: Double, y: Double, spread: Double, days: Range<Int>, seed: UInt64,
    category: String = "theft"
  ) -> [Event] {
    var random = ReplicateGenerator(seed: seed, stream: 1)
    return (0..<count).map { _ in
      Event(
        category: category, x: x + (2 * random.uniform() - 1) * spread,
        y: y + (2 * random.uniform() - 1) * spread,
        day: days.lowerBound + Int(random.integer(below: UInt64(days.count))))
    }
  }

  static func scope(_ days: ClosedRange<Int>? = nil, _ categories: [String] = []) -> AnalysisScope {
    var scope = AnalysisScope()
    scope.categories = categories
    scope.from = days.map { day($0.lowerBound) }
    scope.to = days.map { day($0.upperBound) }
    return scope
  }

  /// The rows of a result, by the names of their columns.
  func rows(_ name: String, run: String) throws -> [[String: AttributeValue]] {
    let layer = try #require(Layer(named: name))
    var query = LayerQuery(layer: layer)
    query.run = run
    var rows: [[String: AttributeValue]] = []
    try store.forEachFeature(of: query) { feature in
      rows.append(
        Dictionary(
          uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
    }
    return rows
  }

  /// Asks with one thread and with two, and expects the same run and rows.
  func sameWithOneThreadAndTwo(
    _ layers: [String], _ ask: (Int) throws -> AnalysisOutcome
  ) throws -> AnalysisOutcome {
    let one = try ask(1)
    let rows = try layers.map { try self.rows($0, run: one.run.id) }
    _ = try store.write { try $0.run(DeleteRun(id: one.run.id)) }
    let two = try ask(2)
    #expect(two.run == one.run && !two.wasKept)
    for (layer, before) in zip(layers, rows) {
      #expect(try self.rows(layer, run: two.run.id) == before, "\(layer)")
    }
    #expect(try ask(2).wasKept)
    #expect(try store.faults() == [])
    return two
  }
}

extension AttributeValue {
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  var word: String? { if case .text(let text) = self { text } else { nil } }
  var dayNumber: DayNumber? { if case .day(let day) = self { day } else { nil } }
}
